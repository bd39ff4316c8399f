import type { Choose } from './choose.js';
import { anyValue, otherValue, randomDuration, randomNumber, randomText, randomTime } from './json-values.js';

/** A record before it is printed: keys as they stand between quotes, values as JSON texts or as objects. Keys may repeat. */
export type Draft = [key: string, value: string | Draft][];

const VALUES = {
  number: randomNumber,
  text: randomText,
  time: randomTime,
  duration: randomDuration,
  any: anyValue,
  other: otherValue,
  status: (choose: Choose) => choose.one(['200', '404', '504', '5e2', '2e2', '"200"', 'true', '0', '-0', '1']),
  id: (choose: Choose) => `"${choose.below(1e9)}-4a5b-a-${choose.below(1e9)}"`,
} as const;

/**
 * Records as the services of one log print them: what varies is values, not keys. With keys that repeat, in whatever order, with
 * escapes, and with the wanted fields of fuzz-jsonl.ts and without.
 */
export const SHAPES = [
  'ts:time model:text lat:number status:status f:{ age:number income:number country:text } big:text',
  'lat:number f:{ country:text deep:{ x:number y:text } age:number more:text } n:number when:time',
  'n:number',
  'took:duration n:number f:{ age:number }',
  'n:number tags:other f:other model:text',
  '__proto__:number constructor:text status:status big:text ключ:text',
  'id:id big:text f:{ } when:time',
  'ts:time id:id lat:number f:{ id:number age:number }',
  'id:any f:{ id:text country:text } n:number',
  'ts:time f:{ feature_0:number feature_1:number feature_2:number feature_3:number feature_4:any feature_5:number feature_6:number feature_7:text feature_8:number feature_9:number feature_10:number feature_11:number feature_12:number feature_13:number feature_14:number feature_15:number feature_16:number }',
  'lat:number lat:number f:{ age:number } f:{ income:number }',
  'f:{ age:number a:text b:text a:number } n:number',
  'm\\u006fdel:text f:{ \\u0061ge:number country:text } n:number',
  'f:{ a:number \\u0061:number age:number } model:text',
  'f:other status:status',
  '',
] as const;

/** A record of a shape: `key:kind` or `key:{ … }`, with spaces between. */
export function draftOf(choose: Choose, shape: string): Draft {
  const words = shape.split(' ').filter((word) => word !== '');
  return members(choose, words);
}

function members(choose: Choose, words: string[]): Draft {
  const draft: Draft = [];
  for (let word = words.shift(); word !== undefined && word !== '}'; word = words.shift()) {
    const [key, kind] = word.split(':') as [string, keyof typeof VALUES | '{'];
    draft.push([key, kind === '{' ? members(choose, words) : VALUES[kind](choose)]);
  }
  return draft;
}

export function printDraft(draft: Draft, space: () => string): string {
  const printed = draft.map(([key, value]) => {
    const text = typeof value === 'string' ? value : printDraft(value, space);
    return `${space()}"${key}"${space()}:${space()}${text}${space()}`;
  });
  return `${space()}{${printed.join(',')}${printed.length === 0 ? space() : ''}}${space()}`;
}
