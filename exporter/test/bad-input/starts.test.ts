import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeHomeFolder, type HomeFolder } from './home-folder.js';
import { runRefused } from './namespaced.js';
import { startPushBed, type PushBed } from './push-bed.js';
import { line } from './sample-log.js';
import type { Neighbour, StartCase } from './start-case.js';
import { CONFIGURATION_STARTS, RESOURCE_STARTS } from './starts.cases.js';

const CASES = [...CONFIGURATION_STARTS, ...RESOURCE_STARTS];
/** Starts at once: as many as are quick on two cores. */
const AT_ONCE = 3;

interface Started {
  readonly home: HomeFolder;
  readonly code: number | null;
  readonly output: string;
  readonly before: Buffer | null;
  readonly after: Buffer | null;
}

const neighbourHome = makeHomeFolder();
const started = new Map<StartCase, Started>();
let bed: PushBed;
let neighbour: Neighbour;

async function start(startCase: StartCase): Promise<void> {
  const home = makeHomeFolder();
  const { config, make, args = ['serve', '--config', home.at('aiops.yaml')], untouched } = startCase;
  if (config) home.configure(config(neighbour));
  make?.(home);
  const content = (): Buffer | null => (untouched === undefined ? null : readFileSync(home.at(untouched)));
  const before = content();
  const { code, output } = await runRefused(args);
  started.set(startCase, { home, code, output, before, after: content() });
}

beforeAll(async () => {
  bed = await startPushBed(neighbourHome);
  neighbour = { port: bed.port, store: neighbourHome.at('aiops-data') };
  const waiting = [...CASES];
  const takeTurns = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await start(next);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, takeTurns));
});

afterAll(async () => {
  await bed?.exporter.stop();
  for (const { home } of started.values()) home.remove();
  neighbourHome.remove();
});

test.each(CASES.map((startCase) => [startCase.name, startCase] as const))('%s', (_, startCase) => {
  const { home, code, output, before, after } = started.get(startCase) as Started;
  const places = { '{home}': home.path, '{port}': String(neighbour.port), '{store}': neighbour.store };
  const expected = Object.entries(places).reduce((text, [place, value]) => text.replaceAll(place, value), startCase.output);
  expect({ code, output }).toEqual({ code: 2, output: expected });
  expect(before === null || after?.equals(before), `${startCase.untouched} is as it was`).toBe(true);
});

test('the exporter beside them goes on counting', async () => {
  const before = await bed.tally();
  expect(await bed.push({ body: line() })).toMatchObject({ status: 202 });
  expect(await bed.tally()).toMatchObject({ events: before.events + 1 });
});
