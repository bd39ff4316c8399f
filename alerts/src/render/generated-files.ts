import type { AlertConfig } from '../config.js';
import { allRules } from '../rules/all-rules.js';
import { SCENARIOS } from '../scenarios/all-scenarios.js';
import { cataloguePage } from './catalogue-page.js';
import { grafanaFile } from './grafana.js';
import { pluginFile } from './plugin.js';
import { prometheusFile } from './prometheus.js';
import { promtoolFiles } from './promtool.js';

/** Every file that is made from the rules, by its path in alerts/. */
export function generatedFiles(config: AlertConfig): Map<string, string> {
  const files = allRules(config);
  return new Map([
    ['catalogue.md', cataloguePage(files, config)] as const,
    ['grafana/aiops-rules.yaml', grafanaFile(files, config)] as const,
    ['plugin/aiops-rules.json', pluginFile(files, config)] as const,
    ...files.map((file) => [`prometheus/${file.name}.yaml`, prometheusFile(file, config)] as const),
    ...files.flatMap((file) => [...promtoolFiles(file, SCENARIOS, config)].map(([name, text]) => [`tests/${name}`, text] as const)),
  ]);
}
