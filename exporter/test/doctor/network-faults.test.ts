import { chmodSync, copyFileSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { examine } from '../../src/cli/doctor/examine.js';
import { doctorReportSchema } from '../../src/cli/doctor/doctor-report.js';
import { startAlertmanager, type RunningAlertmanager } from '../processes/alertmanager.js';
import { eventually, runAiops, startExporter, type RunningExporter } from '../processes/exporter.js';
import { freePort } from '../processes/free-port.js';
import { startPrometheus, type PrometheusExtras, type RunningPrometheus } from '../processes/prometheus.js';
import { HealthySetUp, configText } from './healthy-set-up.js';

const INTAKE = '/api/v1/notifications';
const TOLD = `route: { receiver: people, routes: [{ receiver: exporter }] }
receivers:
  - { name: people, webhook_configs: [{ url: http://127.0.0.1:9/pager }] }
  - { name: exporter, webhook_configs: [{ url: http://exporter:9464${INTAKE} }] }
`;
const RULES = `groups: [{ name: aiops, rules: [{ alert: Drift, expr: "aiops_feature_drifted == 1" }] }]\n`;

const PEMS = fileURLToPath(new URL('../../fixtures/config/', import.meta.url));

let setUp: HealthySetUp;
let exporter: RunningExporter;
/** With a token of its own to tell, and another process. */
let stranger: RunningExporter;
let strangerSetUp: HealthySetUp;
let alertmanager: RunningAlertmanager;
let healthy: RunningPrometheus;

const addressOf = ({ url }: { url: string }): string => new URL(url).host;
const healthyExtras = (): PrometheusExtras => ({
  sections: `rule_files: [rules.yml]\nalerting: { alertmanagers: [{ static_configs: [{ targets: ["${addressOf(alertmanager)}"] }] }] }`,
  files: { 'rules.yml': RULES },
});

/** A Prometheus with one fault, that lives as long as its test; ready once `isReady` says so. */
async function prometheusWith(
  jobs: Readonly<Record<string, readonly string[]>>,
  extras: PrometheusExtras = healthyExtras(),
  isReady: (prometheus: RunningPrometheus) => Promise<boolean> = async () => true,
): Promise<RunningPrometheus> {
  const prometheus = await startPrometheus(setUp.at(`prometheus-${await freePort()}`), jobs, extras);
  onTestFinished(async () => void (await prometheus.stop()));
  await eventually(
    async () => ((await isReady(prometheus)) && (await knowsAlertmanager(prometheus, extras)) ? true : null),
    'the fault to show',
  );
  return prometheus;
}

const scraped =
  (series: number) =>
  async (prometheus: RunningPrometheus): Promise<boolean> =>
    (await prometheus.query('process_start_time_seconds and on (job, instance) aiops_build_info')).length === series;

async function knowsAlertmanager({ url }: RunningPrometheus, { sections = '' }: PrometheusExtras): Promise<boolean> {
  if (!sections.includes('alertmanagers')) return true;
  return (await (await fetch(`${url}/api/v1/alertmanagers`)).text()).includes('/api/v2/alerts');
}

async function codes(options: { exporter?: string; prometheus?: string; alertmanager?: string }): Promise<string[]> {
  const { findings } = await examine({ configPath: setUp.config, ...options });
  return findings.map(({ code }) => code);
}

async function startedSecond({ url }: { url: string }): Promise<string> {
  return /^process_start_time_seconds (\S+)/m.exec(await (await fetch(`${url}/metrics`)).text())?.[1] ?? '';
}

async function serve(answer: (path: string) => { status: number; text: string }): Promise<string> {
  const server: Server = createServer((request, response) => {
    const { status, text } = answer(request.url ?? '');
    response.writeHead(status).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

beforeAll(async () => {
  setUp = await HealthySetUp.make(await freePort());
  exporter = await startExporter(setUp.config);
  strangerSetUp = setUp.copy();
  strangerSetUp.write('aiops.yaml', configText(0));
  // Processes are told apart by their start, in whole seconds.
  stranger = await startExporter(strangerSetUp.config);
  while ((await startedSecond(stranger)) === (await startedSecond(exporter))) {
    await stranger.stop();
    stranger = await startExporter(strangerSetUp.config);
  }
  alertmanager = await startAlertmanager(setUp.at('alertmanager'), TOLD);
  healthy = await startPrometheus(setUp.at('prometheus'), { aiops: [addressOf(exporter)] }, healthyExtras());
  await eventually(
    async () => ((await scraped(1)(healthy)) && (await knowsAlertmanager(healthy, healthyExtras())) ? true : null),
    'the first scrape',
  );
});

afterAll(async () => {
  await Promise.all([exporter, stranger, alertmanager, healthy].map((child) => child?.stop()));
  setUp?.remove();
  strangerSetUp?.remove();
});

describe('aiops doctor on a running set-up', () => {
  test('finds nothing when nothing is wrong', async () => {
    const { code, output } = await runAiops([
      'doctor',
      '--config',
      setUp.config,
      '--prometheus',
      healthy.url,
      '--alertmanager',
      alertmanager.url,
      '--json',
    ]);
    const report = doctorReportSchema.parse(JSON.parse(output));
    expect(report.findings).toEqual([]);
    expect(report.not_checked.map(({ what }) => what)).toEqual([]);
    expect(code).toBe(0);
  });

  test('warnings do not fail', async () => {
    const lonely = await prometheusWith(
      { aiops: [addressOf(exporter)] },
      { files: { 'rules.yml': RULES }, sections: 'rule_files: [rules.yml]' },
      scraped(1),
    );
    const { code, output } = await runAiops(['doctor', '--config', setUp.config, '--prometheus', lonely.url]);
    expect(output).toContain('prometheus_no_alertmanager');
    expect(code).toBe(0);
  });

  describe('the exporter over https', () => {
    async function overTls(): Promise<{ own: HealthySetUp; running: RunningExporter }> {
      const own = setUp.copy();
      onTestFinished(() => own.remove());
      for (const kind of ['cert', 'key']) copyFileSync(`${PEMS}good.${kind}.pem`, own.at(`aiops.${kind}.pem`));
      chmodSync(own.at('aiops.key.pem'), 0o600);
      const tls = 'server: { tls: { cert_file: aiops.cert.pem, key_file: aiops.key.pem }, ';
      own.write('aiops.yaml', configText(await freePort()).replace('server: { ', tls));
      const running = await startExporter(own.config);
      onTestFinished(async () => void (await running.stop()));
      return { own, running };
    }

    test('is recognised by its certificate, whoever signed it', async () => {
      const { own } = await overTls();
      expect((await examine({ configPath: own.config })).findings).toEqual([]);
    });

    test('that shows another certificate gets no token: exporter_silent', async () => {
      const { own } = await overTls();
      for (const kind of ['cert', 'key']) copyFileSync(`${PEMS}other.${kind}.pem`, own.at(`other.${kind}.pem`));
      chmodSync(own.at('other.key.pem'), 0o600);
      own.write('other.yaml', readFileSync(own.config, 'utf8').replaceAll('aiops.cert', 'other.cert').replaceAll('aiops.key', 'other.key'));
      const { findings } = await examine({ configPath: own.at('other.yaml') });
      // It is not known to be the one that holds the store.
      expect(findings.map(({ code }) => code).sort()).toEqual(['exporter_silent', 'store_in_use']);
      const found = findings.map((finding) => finding.found);
      expect(found).toContain('no exporter answers: it shows another certificate than the one in server.tls');
    });
  });

  describe('the exporter', () => {
    test('that does not run: exporter_silent', async () => {
      expect(await codes({ exporter: `http://127.0.0.1:${await freePort()}` })).toEqual(['store_in_use', 'exporter_silent']);
    });

    test('is another program: exporter_stranger', async () => {
      const url = await serve(() => ({ status: 200, text: 'hello' }));
      expect(await codes({ exporter: url })).toEqual(['store_in_use', 'exporter_stranger']);
    });

    test('still starts: exporter_not_ready', async () => {
      const url = await serve(() => ({ status: 503, text: '{"error":{"code":"HTTP_STARTING"}}' }));
      expect(await codes({ exporter: url })).toEqual(['exporter_not_ready']);
    });

    test('is an older one: exporter_other_version', async () => {
      const url = await serve(() => ({
        status: 200,
        text: 'aiops_build_info{version="0.0.9",node="v20"} 1\nprocess_start_time_seconds 5\n',
      }));
      expect(await codes({ exporter: url })).toEqual(['exporter_other_version']);
    });

    test('runs with another configuration: exporter_other_config', async () => {
      expect(await codes({ exporter: stranger.url })).toEqual(['exporter_other_config']);
    });
  });

  describe('Prometheus', () => {
    test('does not run: prometheus_silent', async () => {
      expect(await codes({ prometheus: `http://127.0.0.1:${await freePort()}` })).toEqual(['prometheus_silent']);
    });

    test('is another program: prometheus_silent', async () => {
      expect(await codes({ prometheus: exporter.url })).toEqual(['prometheus_silent']);
    });

    test('has no target: prometheus_no_target', async () => {
      const { url } = await prometheusWith({ other: [] });
      expect(await codes({ prometheus: url })).toEqual(['prometheus_no_target']);
    });

    test('scrapes the exporter of somebody else: prometheus_other_exporter', async () => {
      const { url } = await prometheusWith({ aiops: [addressOf(stranger)] }, healthyExtras(), scraped(1));
      expect(await codes({ prometheus: url })).toEqual(['prometheus_other_exporter']);
    });

    test('cannot reach the exporter: prometheus_target_down', async () => {
      const target = `127.0.0.1:${await freePort()}`;
      const isDown = async ({ url }: RunningPrometheus): Promise<boolean> =>
        (await (await fetch(`${url}/api/v1/targets`)).text()).includes('"health":"down"');
      const { url } = await prometheusWith({ aiops: [target] }, healthyExtras(), isDown);
      expect(await codes({ prometheus: url, exporter: `http://${target}` })).toEqual([
        'store_in_use',
        'exporter_silent',
        'prometheus_target_down',
      ]);
    });

    test('scrapes it under two jobs: prometheus_scraped_twice', async () => {
      const { url } = await prometheusWith({ aiops: [addressOf(exporter)], again: [addressOf(exporter)] }, healthyExtras(), scraped(2));
      expect(await codes({ prometheus: url })).toEqual(['prometheus_scraped_twice']);
    });

    test('scrapes too rarely: prometheus_interval', async () => {
      const { url } = await prometheusWith({ aiops: [addressOf(exporter)] }, { ...healthyExtras(), interval: '5m' });
      expect(await codes({ prometheus: url })).toEqual(['prometheus_interval']);
    });

    test('has rules on other things only: prometheus_no_rules', async () => {
      const files = { 'rules.yml': RULES.replace('aiops_feature_drifted', 'my_aiops') };
      const { url } = await prometheusWith({ aiops: [addressOf(exporter)] }, { ...healthyExtras(), files }, scraped(1));
      expect(await codes({ prometheus: url })).toEqual(['prometheus_no_rules']);
    });

    test('has a rule that fails: prometheus_rule_failing', async () => {
      const files = {
        'rules.yml': RULES.replace('aiops_feature_drifted == 1', 'aiops_build_info * on () group_left () {__name__=~\\"process_.*\\"}'),
      };
      const isFailing = async ({ url }: RunningPrometheus): Promise<boolean> =>
        (await (await fetch(`${url}/api/v1/rules`)).text()).includes('lastError');
      const { url } = await prometheusWith(
        { aiops: [addressOf(exporter)] },
        { ...healthyExtras(), files },
        async (p) => (await scraped(1)(p)) && isFailing(p),
      );
      expect(await codes({ prometheus: url })).toEqual(['prometheus_rule_failing']);
    });

    test('sends alerts to another Alertmanager: prometheus_other_alertmanager', async () => {
      const sections = `rule_files: [rules.yml]\nalerting: { alertmanagers: [{ static_configs: [{ targets: ["127.0.0.1:9"] }] }] }`;
      const { url } = await prometheusWith({ aiops: [addressOf(exporter)] }, { sections, files: { 'rules.yml': RULES } }, scraped(1));
      expect(await codes({ prometheus: url, alertmanager: alertmanager.url })).toEqual(['prometheus_other_alertmanager']);
    });
  });

  describe('Alertmanager', () => {
    test('does not run: alertmanager_silent', async () => {
      expect(await codes({ alertmanager: `http://127.0.0.1:${await freePort()}` })).toEqual(['alertmanager_silent']);
    });

    test.each([
      ['tells nobody', 'alertmanager_nobody_told', (): string => TOLD.replace('webhook_configs: [{ url: http://127.0.0.1:9/pager }]', '')],
      ['tells the exporter of nothing', 'alertmanager_no_webhook', (): string => TOLD.replace(INTAKE, '/elsewhere')],
      [
        'tells the exporter where it does not listen',
        'alertmanager_webhook_path',
        (): string => TOLD.replace(`http://exporter:9464${INTAKE}`, `${exporter.url}/hook`),
      ],
      [
        'does not tell the exporter of ends',
        'alertmanager_ends_withheld',
        (): string => TOLD.replace(INTAKE, `${INTAKE}, send_resolved: false`),
      ],
    ] as const)('%s: %s', async (_, code, config: () => string) => {
      const faulty = await startAlertmanager(setUp.at(`alertmanager-${await freePort()}`), config());
      onTestFinished(async () => void (await faulty.stop()));
      expect(await codes({ alertmanager: faulty.url })).toEqual([code]);
    });
  });
});
