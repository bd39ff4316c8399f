import type { IncidentRecord } from '../../contract/index.js';
import type { ReadHistory } from '../../incidents/index.js';
import { count } from '../print-number.js';
import type { TextStyle } from '../text-style.js';
import { textTable } from '../text-table.js';

/** What a look at the history brought. */
export interface Booking {
  readonly incidents: readonly IncidentRecord[];
  readonly read: ReadHistory;
  /** The folder of the store that the incidents were booked in; null where they were only looked at. */
  readonly store: string | null;
}

const COLUMNS = ['start', 'minutes', 'model', 'cause', 'severity', 'end', 'alerts'].map((title) => ({
  title,
  align: title === 'minutes' ? ('right' as const) : ('left' as const),
}));

/** For people: a line for each incident, then what was left out and why. */
export function bookingReport({ incidents, read: { stillFiring, cutAtStart }, store }: Booking, style: TextStyle): string {
  const rows = incidents.map(({ start, net_end, model, cause, severity, end_reason, alerts }) => [
    start,
    net_end === null ? '-' : ((Date.parse(net_end) - Date.parse(start)) / 60_000).toFixed(1),
    model ?? '-',
    cause,
    severity,
    { text: end_reason ?? '-', paint: end_reason === 'signal' ? (text: string) => text : style.dim },
    [...new Set(alerts.map(({ alertname }) => alertname))].join(', '),
  ]);
  const lines = [
    ...(rows.length > 0 ? [...textTable(COLUMNS, rows), ''] : []),
    `${count(incidents.length)} incidents in the history${store === null ? '; nothing was booked' : `, booked in ${store}`}`,
  ];
  if (stillFiring > 0) lines.push(`left out, ${count(stillFiring)} still firing: notifications and polls tell the end`);
  if (cutAtStart > 0) lines.push(`left out, ${count(cutAtStart)} that fired before --from already: when they began is not known`);
  return lines.join('\n');
}

/** The same for programs. */
export function bookingJson({ incidents, read: { stillFiring, cutAtStart }, store }: Booking): object {
  return { incidents, still_firing: stillFiring, cut_at_start: cutAtStart, store };
}
