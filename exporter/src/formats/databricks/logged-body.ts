import { parseJson } from '../payload/parse-json.js';

/** Stands for a body that is there and is no JSON. */
const BROKEN = Symbol('no JSON');

/** A body of an inference table: JSON text, or the value itself where the export unpacked it; null where nothing was logged. */
export function loggedBody(logged: unknown): unknown {
  if (logged === undefined || logged === null || logged === '') return null;
  if (typeof logged !== 'string') return logged;
  const value = parseJson(logged);
  return value === undefined ? BROKEN : value;
}

export function isBroken(body: unknown): boolean {
  return body === BROKEN;
}
