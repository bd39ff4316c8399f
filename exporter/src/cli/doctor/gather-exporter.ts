import { CODE_VERSION, statusReportSchema } from '../../contract/index.js';
import type { Config } from '../../config/index.js';
import type { ExporterFacts } from '../../doctor/index.js';
import { ask, jsonOf } from './ask.js';

/** Where the exporter of a configuration is to be reached from this machine; null where it takes any free port. */
export function exporterUrl({ server: { host, port, tls } }: Config): string | null {
  if (port === 0) return null;
  const reachable = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return `${tls ? 'https' : 'http'}://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
}

/** Asks the exporter who it is. */
export async function gatherExporter(url: string | null, { server }: Config): Promise<ExporterFacts> {
  if (url === null)
    return { state: 'silent', address: 'server.listen', problem: 'its port is 0, any free one; name it with --exporter URL' };
  const { host: address, origin } = new URL(url);
  const trust = { certificate: server.tls?.cert };
  const ready = await ask(`${origin}/-/ready`, trust);
  if ('problem' in ready) return { state: 'silent', address, problem: ready.problem };
  const metrics = await ask(`${origin}/metrics`, trust);
  if ('problem' in metrics) return { state: 'silent', address, problem: metrics.problem };
  const version = /^aiops_build_info\{[^}]*version="([^"]*)"/m.exec(metrics.text)?.[1];
  if (version === undefined) {
    // While it starts it has an answer of its own for everything.
    const isOwn = metrics.status === 503 && /"code":\s*"HTTP_/.test(metrics.text);
    if (!isOwn) return { state: 'stranger', address };
    return { state: 'answers', address, isReady: false, version: CODE_VERSION, startedSeconds: NaN, status: null };
  }
  const startedSeconds = Number(/^process_start_time_seconds (\S+)/m.exec(metrics.text)?.[1] ?? NaN);
  const token = server.tokens.find(({ scopes }) => scopes.includes('read'))?.token;
  const report = jsonOf(await ask(`${origin}/api/v1/status`, { ...trust, token }));
  const parsed = 'value' in report ? statusReportSchema.safeParse(report.value) : null;
  const status = parsed?.success ? { configPath: parsed.data.config.path, problems: parsed.data.problems } : null;
  return { state: 'answers', address, isReady: ready.status === 200, version, startedSeconds, status };
}
