import { DEMO_MODELS } from './scenario.js';

/** The configuration of the demo: what a team would write for such a log, with short windows. */
export function demoConfig(port: number): string {
  const models = DEMO_MODELS.map(
    ({ name }) => `  ${name}:
    baseline: ${name}.json
    window: 10s
    lateness: 1s
    idle: 5s
    latency: { objective: 0.99, threshold: 150ms }
    errors: { objective: 0.99 }
    features: { HouseAge: { range: [0, 100] } }`,
  );
  return `# Written by aiops demo. docs/configuration.md explains every key.
server: { listen: "127.0.0.1:${port}" }
store: { path: ./store }
sources:
  - name: inference
    type: file
    path: inference.jsonl
    format: jsonl
    map:
      time: ts
      request_id: request_id
      model: model
      version: version
      latency: { path: latency_ms, unit: ms }
      outcome: { path: status, ok: [200], timeout: [504], default: error }
      features: features
      prediction: prediction
      score: score
models:
${models.join('\n')}
`;
}
