// Which way imports point (docs/architecture.md). A room may import the doors of the rooms in its row, and nothing else.
export const ROOMS = {
  contract: [],
  events: ['contract'],
  formats: ['contract', 'events'],
  sources: ['contract', 'events', 'formats'],
  profile: ['contract', 'events'],
  baseline: ['contract', 'events', 'profile'],
  drift: ['contract', 'profile', 'baseline'],
  quality: ['contract', 'profile', 'baseline', 'drift'],
  incidents: ['contract'],
  store: ['contract'],
  metrics: ['contract'],
  pipeline: ['contract', 'events', 'formats', 'sources', 'profile', 'baseline', 'drift', 'quality', 'incidents', 'metrics'],
  config: ['contract', 'events', 'drift', 'quality', 'metrics'],
  http: ['contract', 'config', 'metrics', 'baseline'],
  doctor: ['contract'],
  routing: ['contract'],
  guess: ['contract', 'events', 'formats'],
  cli: [
    'contract',
    'events',
    'formats',
    'sources',
    'profile',
    'baseline',
    'drift',
    'quality',
    'incidents',
    'store',
    'metrics',
    'pipeline',
    'config',
    'http',
    'doctor',
    'routing',
    'guess',
  ],
};

/** No I/O, clock, chance or logging: what they need of time comes in as a value. */
export const PURE_ROOMS = [
  'contract',
  'events',
  'formats',
  'profile',
  'baseline',
  'drift',
  'quality',
  'incidents',
  'doctor',
  'routing',
  'guess',
];

/** Parts of a room with a pure core that touch files, behind the room's second door io.ts. */
export const IO_PARTS = ['baseline/io.ts', 'baseline/table/'];
