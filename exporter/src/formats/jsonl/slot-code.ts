import { ABSENT_MISSING, ABSENT_NULL, ABSENT_OTHER, CODE_MISSING, CODE_NULL, CODE_OTHER } from '../format.js';
import type { CategoryTable } from './category-table.js';
import type { ValueSlot } from './layout.js';
import { CategorySlot, IdSlot, type SlotReader } from './slot-reader.js';

// Text of the generated scanners, one statement list for each kind of piece. Their variables:
//   b, v    the bytes, as Buffer and as DataView           p       offset in them          r    row to fill
//   C<f>    column of field f                              A<f>    its reasons of absence
//   T<f>    CategoryTable, TimeReader or IdSlot of field f         F<f>, S<f>, L<f>, K<f>  arrays of the CategoryTable
//   N       NumberReader       string, skip  byte walkers  P       powers of ten, then the same negative    I  powers of ten to 10^4
// The rest are integers in registers. "return -1" means: not this layout, ask the referee.
//
// There must be no loop in this text, only calls of functions with loops. Node 20 (V8 11.3) replaces a running loop on the stack
// by code optimised for entering there (OSR). Where that happened in a generated function that had just lost its optimised code,
// each later call ran unoptimised up to that loop and went on in the OSR code, and V8 never optimised the function as a whole
// again: 8 of 61 processes stayed at a tenth to a third of the speed for good. Seen by --trace-osr (an entry every few records)
// and %GetOptimizationStatus (baseline, not marked). Without loops there is no such entry.

const NULL_WORD = Buffer.from('null').readInt32LE(0);

const word = (n: number): string => String(n | 0);
const [QUOTES, ESCAPES, ONES, SPACES, HIGH_BITS, ZEROS] = [0x22222222, 0x5c5c5c5c, 0x01010101, 0x20202020, 0x80808080, 0x30303030].map(
  word,
) as [string, string, string, string, string, string];

/**
 * Compares constant bytes, four at a time. The comparisons run from left to right and stop at the first difference, so none
 * reads more than three bytes behind the newline of a shorter line.
 */
export function constantCode(bytes: Buffer): string {
  const n = bytes.length;
  if (n === 0) return '';
  const at = (i: number): string => (i > 0 ? `p+${i}` : 'p');
  const wordAt = (i: number): string => `v.getInt32(${at(i)},true)!==${bytes.readInt32LE(i)}`;
  const tests: string[] = [];
  for (let i = 0; i + 4 <= n; i += 4) tests.push(wordAt(i));
  if (n % 4 !== 0 && n > 4) tests.push(wordAt(n - 4));
  else if (n < 4) bytes.forEach((byte, i) => tests.push(`b[${at(i)}]!==${byte}`));
  return `if(${tests.join('||')})return -1;p+=${n};\n`;
}

/** t = the high bit of each byte of x that is no digit value; x holds bytes of text, each minus "0". */
const noDigits = (x: string): string => `t=(${x}+${0x76767676}|${x})&${HIGH_BITS};`;
/** n = number of digits before the first byte marked in t, 0 to 4. */
const digitCount = (n: string): string => `${n}=32-Math.clz32(t-1&~t)>>3;`;
/** x = value of its first n bytes as digits; the others are shifted out in two steps, as a shift by 32 would be none. */
const digitValue = (x: string, n: string): string =>
  `${x}=${x}<<16-4*${n}<<16-4*${n};${x}=Math.imul(${x},10)+(${x}>>>8)&${0x00ff00ff};${x}=Math.imul(${x},100)+(${x}>>>16)&65535;`;

/**
 * A number. Up to four digits, and up to four more, before and behind the dot are read without a loop, whose end the processor
 * could not predict. More digits, and exponents, go to the NumberReader. At most nine digits make an exact integer, and the
 * division by an exact power of ten rounds once, so the value is that of JSON.parse.
 */
export function numberCode(f: number, slot: ValueSlot): string {
  const long = `x=N.read(b,s);if((p=N.end)<0)return -1;`;
  const isLong = slot.sample.length > 11 && slot.sample[0] !== 34;
  const short = `m=v.getInt32(p,true)^${ZEROS};d=m&255;${noDigits('m')}${digitCount('n')}${digitValue('m', 'n')}p+=n;
if(n===4){
  w=v.getInt32(p,true)^${ZEROS};
  if((w&255)<10){${noDigits('w')}${digitCount('k')}${digitValue('w', 'k')}m=Math.imul(m,I[k])+w|0;p+=k;n+=k;}
}
if(d===0&&n>1)return -1;
c=b[p];k=0;
if(c===46){
  w=v.getInt32(p+1,true)^${ZEROS};
  if((w&255)>9)return -1;
  ${noDigits('w')}${digitCount('k')}${digitValue('w', 'k')}m=Math.imul(m,I[k])+w|0;p+=k+1;
  if(k===4){
    w=v.getInt32(p,true)^${ZEROS};
    if((w&255)<10){${noDigits('w')}${digitCount('d')}${digitValue('w', 'd')}m=Math.imul(m,I[d])+w|0;p+=d;k+=d;}
  }
  c=b[p];
}
if(n+k>9||n>7||k>7||(c|32)===101){${long}}
else x=m/P[k|g<<4];`;
  // g = 1 where there is a minus, without a branch: signs are hard to predict.
  return `s=p;g=(b[p]^45)-1>>>31;p+=g;
if((b[p]-48)>>>0<10){${isLong ? long : short}
C${f}[r]=x;
}else if(v.getInt32(s,true)===${NULL_WORD}){C${f}[r]=NaN;A${f}[r]=${ABSENT_NULL};p=s+4;}
else{${otherCode('s', slot)}C${f}[r]=NaN;A${f}[r]=${ABSENT_OTHER};}\n`;
}

/**
 * A category. The key in its table is made of the first eight bytes: m and w hold them up to and with the closing quote, the
 * rest 0; t marks the quote, d is all ones while there was none in m.
 */
export function categoryCode(f: number, slot: ValueSlot, table: CategoryTable): string {
  return `c=b[p];
if(c===34){
  m=v.getInt32(++p,true);t=m^${QUOTES};t=t-${ONES}&~t&${HIGH_BITS};m&=t^t-1;d=(t-1&~t)>>31;
  w=v.getInt32(p+4,true);t=w^${QUOTES};t=t-${ONES}&~t&${HIGH_BITS};w&=(t^t-1)&d;
  k=(Math.imul(m,-1640531535)^Math.imul(w,-2048144789))>>>${table.shift};n=L${f}[k];
  if(F${f}[k]===m&&S${f}[k]===w&&(n<9||T${f}.isSame(b,p,k))){p+=n;C${f}[r]=K${f}[k];}
  else{c=T${f}.find(b,p,k,m,w);if(c<0)return -1;C${f}[r]=c;p=T${f}.end;}
}else if(v.getInt32(p,true)===${NULL_WORD}){C${f}[r]=${CODE_NULL};p+=4;}
else if(c===123||c===91){${otherCode('p', slot)}C${f}[r]=${CODE_OTHER};}
else{c=T${f}.scalar(b,p);if(c<0)return -1;C${f}[r]=c;p=T${f}.end;}\n`;
}

export function timeCode(f: number, { maxDepth }: ValueSlot): string {
  return `x=T${f}.read(b,v,p,${maxDepth});if((p=T${f}.end)<0)return -1;C${f}[r]=x;if(x!==x)A${f}[r]=T${f}.absent;\n`;
}

/** Longest text whose length is remembered, in bytes: a UUID has 36. */
const MAX_REMEMBERED = 64;

/** A value that nobody wants. A text of the remembered length is checked without a loop: plain ASCII, then the quote. */
export function unwantedCode(slot: ValueSlot): string {
  const length = slot.sample.length - 2;
  const general = `if(b[p]===34){if((p=string(b,v,p+1))<0)return -1;}else{${otherCode('p', slot)}}`;
  if (slot.sample[0] !== 34 || length < 4 || length > MAX_REMEMBERED) return `${general}\n`;
  const plain = (i: number): string =>
    `w=v.getInt32(p+${i + 1},true);t|=((w^${QUOTES})-${ONES}|(w^${ESCAPES})-${ONES}|w-${SPACES}|w)&${HIGH_BITS};`;
  let code = 't=0;';
  for (let i = 0; i + 4 <= length; i += 4) code += plain(i);
  if (length % 4 !== 0) code += plain(length - 4);
  return `if(b[p]===34&&p+${length + 4}<b.length){${code}t|=b[p+${length + 1}]^34;if(t===0)p+=${length + 2};else if((p=string(b,v,p+1))<0)return -1;}
else{${general}}\n`;
}

/** An id is hashed by its slot: SipHash has loops, and would be too much text for each field. */
export function idCode(f: number, { maxDepth }: ValueSlot): string {
  return `if((p=T${f}.read(b,v,p,r,${maxDepth}))<0)return -1;\n`;
}

export function missingCode(f: number, reader: SlotReader | undefined): string {
  if (reader instanceof IdSlot) return `A${f}[r]=${ABSENT_MISSING};\n`;
  return reader instanceof CategorySlot ? `C${f}[r]=${CODE_MISSING};\n` : `C${f}[r]=NaN;A${f}[r]=${ABSENT_MISSING};\n`;
}

/** Steps over a value of any kind at the offset named `from`; -1 for an object that would make another layout. */
function otherCode(from: string, { mayHoldFields, maxDepth }: ValueSlot): string {
  return `${mayHoldFields ? `if(b[${from}]===123)return -1;` : ''}if((p=skip(b,${from},${maxDepth}))<0)return -1;`;
}
