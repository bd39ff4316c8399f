import { z } from 'zod';
import { httpError } from './errors.js';
import type { FatigueQuery, IncidentQuery } from './exporter-backend.js';

/** Verdicts in one answer: each is some hundred bytes, and a person pages through tens. */
const DEFAULT_VERDICTS = 50;
const MAX_VERDICTS = 500;

const modelSchema = z.string().min(1).max(200).optional();
const limitSchema = z
  .string()
  .regex(/^\d{1,4}$/)
  .transform(Number)
  .pipe(z.number().min(1).max(MAX_VERDICTS))
  .optional();

/** Errors: HTTP_QUERY. */
export function verdictQuery(query: Readonly<Record<string, unknown>>): { model: string | null; limit: number } {
  const model = modelSchema.safeParse(query['model']);
  if (!model.success) throw httpError('HTTP_QUERY', { name: 'model', required: 'one name of 1 to 200 characters' });
  const limit = limitSchema.safeParse(query['limit']);
  if (!limit.success) throw httpError('HTTP_QUERY', { name: 'limit', required: `one number from 1 to ${MAX_VERDICTS}` });
  return { model: model.data ?? null, limit: limit.data ?? DEFAULT_VERDICTS };
}

/** Errors: HTTP_QUERY. */
export function modelName(model: unknown): string {
  if (typeof model !== 'string' || model === '' || model.length > 200)
    throw httpError('HTTP_QUERY', { name: 'model', required: 'one name of 1 to 200 characters' });
  return model;
}

/** Errors: HTTP_QUERY. */
export function verdictId(id: unknown): string {
  if (typeof id !== 'string' || !/^[\x21-\x7e]{1,200}$/.test(id))
    throw httpError('HTTP_QUERY', { name: 'id', required: '1 to 200 printable characters' });
  return id;
}

/** Errors: HTTP_QUERY. */
export function baselineSha(sha: unknown): string {
  if (typeof sha !== 'string' || !/^[0-9a-f]{64}$/.test(sha))
    throw httpError('HTTP_QUERY', { name: 'sha', required: '64 lower-case hexadecimal digits' });
  return sha;
}

/** Errors: HTTP_QUERY. */
export function incidentId(id: unknown): string {
  if (typeof id !== 'string' || !/^inc-[0-9a-f]{12}$/.test(id))
    throw httpError('HTTP_QUERY', { name: 'id', required: 'inc- and 12 digits' });
  return id;
}

/** Errors: HTTP_QUERY. */
export function incidentQuery(query: Readonly<Record<string, unknown>>): IncidentQuery {
  const { model, limit } = verdictQuery(query);
  const state = z.enum(['open', 'resolved']).optional().safeParse(query['state']);
  if (!state.success) throw httpError('HTTP_QUERY', { name: 'state', required: 'open or resolved' });
  const before = z.iso.datetime().optional().safeParse(query['before']);
  if (!before.success) throw httpError('HTTP_QUERY', { name: 'before', required: 'one time as in 2026-01-31T12:00:00Z' });
  const isOpen = state.data === undefined ? null : state.data === 'open';
  return { model, isOpen, beforeMs: before.data === undefined ? null : Date.parse(before.data), limit };
}

const HOUR_MS = 3_600_000;
/** Google SRE's shift; what fits into it is what a page costs (docs/incidents.md). */
const DEFAULT_SHIFT_HOURS = 12;
const hoursSchema = z
  .string()
  .regex(/^\d{1,3}$/)
  .transform(Number)
  .pipe(z.number().min(1).max(168))
  .optional();

/** Errors: HTTP_QUERY. */
export function fatigueQuery(query: Readonly<Record<string, unknown>>): FatigueQuery {
  const time = (name: 'since' | 'until'): number | null => {
    const found = z.iso.datetime().optional().safeParse(query[name]);
    if (!found.success) throw httpError('HTTP_QUERY', { name, required: 'one time as in 2026-01-31T12:00:00Z' });
    return found.data === undefined ? null : Date.parse(found.data);
  };
  const [sinceMs, untilMs] = [time('since'), time('until')];
  if (sinceMs !== null && untilMs !== null && sinceMs >= untilMs)
    throw httpError('HTTP_QUERY', { name: 'until', required: 'later than since' });
  const hours = hoursSchema.safeParse(query['shift_hours']);
  if (!hours.success) throw httpError('HTTP_QUERY', { name: 'shift_hours', required: 'one number from 1 to 168' });
  return { sinceMs, untilMs, shiftMs: (hours.data ?? DEFAULT_SHIFT_HOURS) * HOUR_MS };
}
