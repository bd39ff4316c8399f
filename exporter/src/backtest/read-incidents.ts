import { LineCounter, isNode, parseDocument, type Document } from 'yaml';
import { z } from 'zod';
import { backtestError } from './errors.js';

/** What people should be sent for an incident: out of bed, at work, or not at all. */
export const EXPECTATIONS = ['page', 'ticket', 'nothing'] as const;
export type Expectation = (typeof EXPECTATIONS)[number];

/** Where the trouble is: in the model and what it is fed, or on the way from the log to the rules. */
export const FAULT_DOMAINS = ['model', 'pipeline'] as const;
export type FaultDomain = (typeof FAULT_DOMAINS)[number];

/** What is known to have happened. */
export interface LabelledIncident {
  /** None: it concerns all of them. */
  readonly models: readonly string[];
  readonly kind: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly should: Expectation;
  readonly attributedTo: FaultDomain;
}

/** A time in which a model is known to have been well. */
export interface CleanPeriod {
  readonly model: string;
  readonly startMs: number;
  readonly endMs: number;
}

export interface Labelled {
  readonly incidents: readonly LabelledIncident[];
  readonly clean: readonly CleanPeriod[];
}

const instant = z.iso.datetime({ offset: true, error: 'must be a time as in 2026-11-01T10:00:00Z' }).transform((text) => Date.parse(text));
const name = z.string('must be a text').min(1, 'must not be empty');
const oneOf = <const T extends readonly string[]>(words: T) =>
  z.enum(words, { error: ({ input }) => `must be one of ${words.join(', ')} (found ${JSON.stringify(input) ?? 'nothing'})` });
const ORDER = { path: ['end'], message: 'must be after start' };
const incidentSchema = z
  .strictObject({
    model: z.union([name, z.array(name).min(1)], { error: 'must be the name of a model, or a list of names' }).optional(),
    kind: name,
    start: instant,
    end: instant,
    should: oneOf(EXPECTATIONS),
    attributed_to: oneOf(FAULT_DOMAINS).default('model'),
  })
  .refine(({ start, end }) => start < end, ORDER);
const cleanSchema = z.strictObject({ model: name, start: instant, end: instant }).refine(({ start, end }) => start < end, ORDER);
const LIST = { error: 'must be a list, of which each entry begins with -' };
const fileSchema = z.strictObject(
  { incidents: z.array(incidentSchema, LIST), clean: z.array(cleanSchema, LIST).default([]) },
  { error: ({ code }) => (code === 'invalid_type' ? 'must hold `incidents:` and a list of them' : undefined) },
);

/**
 * Reads labelled incidents.
 *
 * Shape:  `incidents:` a list of model (one, several or none), kind, start, end, should, attributed_to; `clean:` a list of model, start, end.
 * Errors: BACKTEST_BAD_INCIDENTS with line and key of the first fault.
 */
export function readIncidents(text: string, file: string): Labelled {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [broken] = document.errors;
  if (broken) {
    const [problem = ''] = broken.message.split('\n');
    throw backtestError('BACKTEST_BAD_INCIDENTS', { file, line: lines.linePos(broken.pos[0]).line, key: 'YAML', problem });
  }
  const parsed = fileSchema.safeParse(document.toJS());
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const path = [...(issue?.path ?? []), ...(issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [])].map(keyOf);
    const key = path.join('.') || 'file';
    throw backtestError('BACKTEST_BAD_INCIDENTS', { file, line: lineOf(document, lines, path), key, problem: issue?.message ?? '' });
  }
  const { incidents, clean } = parsed.data;
  return {
    incidents: incidents.map(({ model, kind, start, end, should, attributed_to }) => ({
      models: model === undefined ? [] : [model].flat(),
      kind,
      startMs: start,
      endMs: end,
      should,
      attributedTo: attributed_to,
    })),
    clean: clean.map(({ model, start, end }) => ({ model, startMs: start, endMs: end })),
  };
}

function keyOf(key: PropertyKey): string | number {
  return typeof key === 'number' ? key : String(key);
}

/** Line of what stands at a path; of what holds it, where it is missing. */
function lineOf(document: Document, lines: LineCounter, path: readonly (string | number)[]): number {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}
