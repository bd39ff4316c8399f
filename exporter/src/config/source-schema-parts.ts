import { z } from 'zod';
import { duration } from './values.js';

export const nameSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,62}$/)
  .meta({
    description:
      'Name of the source: a label of the ingest metrics, the last part of the URL for pushes, and the key of its read positions.',
    change: 'Not without need: a renamed source is a new one, and is read from the beginning.',
    allowed: 'a name of up to 63 characters a-z, 0-9, _ and -, beginning with a letter or digit',
  });

export const clockSkewSchema = duration().prefault('5m').meta({
  description:
    'How far an event time may lie in the future; beyond it the record is rejected as `clock_skew`. Five minutes is more than clocks of one network differ, and bounds what a broken one can do: a time far ahead would close windows early.',
  change: 'When clocks are known to differ more.',
});
