import fc from 'fast-check';
import { expect, it } from 'vitest';
import { MINUTE_MS, NOON_MS, fact } from '../../test/incidents/alert-messages.js';
import type { AlertFact } from './alert-fact.js';
import { FactSet } from './fact-set.js';
import { incidentsOf, type Incident } from './incidents-of.js';
import { DEFAULT_REOPEN_MS, DEFAULT_SETTINGS } from './settings.js';

const NOW_MS = NOON_MS + 10_000 * MINUTE_MS;
const FEATURES = ['age', 'income', 'region'];

interface Stretch {
  readonly startMinute: number;
  readonly endMinute: number;
}

/** True stretches of firing of each alert, in whole minutes. */
const stories = fc.array(
  fc.array(fc.record({ quiet: fc.integer({ min: 1, max: 40 }), fires: fc.integer({ min: 1, max: 60 }) }), { minLength: 1, maxLength: 4 }),
  { minLength: 1, maxLength: 3 },
);

function stretchesOf(story: readonly { quiet: number; fires: number }[]): Stretch[] {
  let at = 0;
  return story.map(({ quiet, fires }) => {
    const startMinute = at + quiet;
    at = startMinute + fires;
    return { startMinute, endMinute: at };
  });
}

/** What a sender says about an alert: its start, that it still fires, its end, and (Grafana) the end again. */
function messagesOf(feature: string, stretches: readonly Stretch[]): AlertFact[] {
  const of = { fingerprint: feature, labels: { feature } };
  return stretches.flatMap(({ startMinute: starts, endMinute: ends }) => [
    fact('firing', { ...of, starts, heard: starts + 0.5 }),
    fact('firing', { ...of, starts, heard: (starts + ends) / 2 + 0.5 }),
    fact('resolved', { ...of, starts, ends, heard: ends + 0.5 }),
    fact('resolved', { ...of, starts: ends, ends, heard: ends + 20 }),
  ]);
}

const incidentsAfter = (facts: readonly AlertFact[]): Incident[] => {
  const set = new FactSet();
  for (const one of facts) set.add([one]);
  return incidentsOf(set.all(), DEFAULT_SETTINGS, NOW_MS);
};
/** Everything but when it was last heard of, which one more repetition moves. */
const told = (incidents: readonly Incident[]): unknown =>
  incidents.map(({ members, ...incident }) => ({ ...incident, members: members.map((member) => ({ ...member, heardMs: 0 })) }));

it('gives the same incidents in whatever order, however often and however late messages arrive', () => {
  const plays = stories.chain((story) => {
    const messages = story.flatMap((alert, i) => messagesOf(FEATURES[i] ?? '', stretchesOf(alert)));
    const order = fc.shuffledSubarray([...messages.keys(), ...messages.keys()], { minLength: 0 });
    const delays = fc.array(fc.double({ min: 0, max: 4, noNaN: true }), { minLength: messages.length * 2, maxLength: messages.length * 2 });
    return fc.record({ messages: fc.constant(messages), order, delays });
  });
  fc.assert(
    fc.property(plays, ({ messages, order, delays }) => {
      const late = (index: number, i: number): AlertFact => {
        const message = messages[index] as AlertFact;
        const heardMs = message.lastMs + (delays[i] ?? 0) * MINUTE_MS;
        return { ...message, firstMs: heardMs, lastMs: heardMs };
      };
      // Some arrive early, twice, or not at all; after the crash everything is said again.
      const played = [...order.map(late), ...messages];
      expect(told(incidentsAfter(played))).toEqual(told(incidentsAfter(messages)));
    }),
    { numRuns: 500 },
  );
});

it('gives, when all is told, what truly happened: stretches within the time for opening again are one', () => {
  fc.assert(
    fc.property(stories, (story) => {
      const alerts = story.map(stretchesOf);
      const incidents = incidentsAfter(alerts.flatMap((stretches, i) => messagesOf(FEATURES[i] ?? '', stretches)));
      for (const [i, stretches] of alerts.entries()) {
        const truth: Stretch[] = [];
        for (const stretch of stretches) {
          const last = truth.at(-1);
          if (last && (stretch.startMinute - last.endMinute) * MINUTE_MS <= DEFAULT_REOPEN_MS)
            truth[truth.length - 1] = { ...last, endMinute: stretch.endMinute };
          else truth.push(stretch);
        }
        const seen = incidents
          .flatMap(({ members }) => members)
          .filter(({ fingerprint }) => fingerprint === FEATURES[i])
          .map(({ startMs, endMs }) => ({
            startMinute: (startMs - NOON_MS) / MINUTE_MS,
            endMinute: ((endMs ?? NaN) - NOON_MS) / MINUTE_MS,
          }));
        expect(seen).toEqual(truth);
      }
    }),
    { numRuns: 300 },
  );
});

it('gives the same incidents while messages are lost, in whatever order the others come', () => {
  const plays = stories.chain((story) => {
    const messages = story.flatMap((alert, i) => messagesOf(FEATURES[i] ?? '', stretchesOf(alert)));
    return fc
      .subarray(messages, { minLength: 1 })
      .chain((kept) =>
        fc.record({ kept: fc.constant(kept), shuffled: fc.shuffledSubarray(kept, { minLength: kept.length, maxLength: kept.length }) }),
      );
  });
  fc.assert(
    fc.property(plays, ({ kept, shuffled }) => {
      expect(incidentsAfter(shuffled)).toEqual(incidentsAfter(kept));
    }),
    { numRuns: 500 },
  );
});
