import { incidentActSchema, type IncidentActInput } from '../../contract/index.js';
import { incidentsError } from '../../incidents/index.js';

/** The body of an act on an incident. No message shows anything of it. @throws CodedError INCIDENTS_ACT */
export function readAct(body: Uint8Array): IncidentActInput {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    throw incidentsError('INCIDENTS_ACT', { found: 'the body is no JSON' });
  }
  const parsed = incidentActSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const known = Object.keys(incidentActSchema.shape);
  const keys = new Set(parsed.error.issues.map(({ path }) => String(path[0] ?? '')).filter((key) => known.includes(key)));
  const others = parsed.error.issues.some(({ code }) => code === 'unrecognized_keys') ? ['there is a key that is none of it'] : [];
  const found = [...[...keys].map((key) => `${key} does not fit`), ...others].join(', ') || 'the body is no JSON object';
  throw incidentsError('INCIDENTS_ACT', { found });
}
