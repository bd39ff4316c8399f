import type { Config } from '../../config/index.js';
import type { IncidentSettings } from '../../incidents/index.js';

/** What the configuration says of incidents, as the incident room wants it. */
export function incidentSettings({ reopenMs, groupWithinMs, exclude, heartbeat }: Config['incidents']): IncidentSettings {
  return { reopenMs, groupWithinMs, exclude: new Set(exclude), heartbeat };
}
