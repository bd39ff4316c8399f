/** Entries beyond this are scaled down, and the power of it is kept apart. */
const SCALE = 1e140;

/** A square matrix, row by row, times SCALE^power. */
interface ScaledMatrix {
  readonly entries: Float64Array;
  readonly power: number;
}

/**
 * Distribution of Kolmogorov's distance for a finite sample, exactly: P(D_n < d).
 *
 * Formula: n! / n^n times the middle entry of H^n, where H is Durbin's matrix of size 2k - 1, k = floor(n d) + 1.
 * Shape:   n a whole number >= 1, 0 < d < 1.
 * Unit:    a probability; about 13 digits.
 * Cost:    (2 n d)^3 log n; meant for n d up to about 60.
 * Source:  Durbin 1968, in the form of Marsaglia, Tsang and Wang 2003, J. Stat. Software 8(18).
 * @example durbinProbability(10, 0.274) // 0.6284796154565043
 */
export function durbinProbability(n: number, d: number): number {
  const k = Math.floor(n * d) + 1;
  const size = 2 * k - 1;
  const raised = raise({ entries: durbinMatrix(size, k - n * d), power: 0 }, n, size);
  let value = raised.entries[(k - 1) * size + k - 1] ?? 0;
  let power = raised.power;
  for (let i = 1; i <= n; i++) {
    value *= i / n;
    if (value < 1 / SCALE) {
      value *= SCALE;
      power--;
    }
  }
  for (; power > 0; power--) value *= SCALE;
  for (; power < 0; power++) value /= SCALE;
  return value;
}

/** 1 / (i - j + 1)! on and below the first upper diagonal, with the corrections of h in the first column and last row. */
function durbinMatrix(size: number, h: number): Float64Array {
  const entries = new Float64Array(size * size);
  const at = (i: number, j: number): number => i * size + j;
  const change = (index: number, by: number): void => {
    entries[index] = (entries[index] ?? 0) + by;
  };
  for (let i = 0; i < size; i++) for (let j = 0; j < size && j <= i + 1; j++) entries[at(i, j)] = 1;
  let power = 1;
  for (let i = 0; i < size; i++) {
    power *= h;
    change(at(i, 0), -power);
    change(at(size - 1, size - 1 - i), -power);
  }
  if (2 * h - 1 > 0) change(at(size - 1, 0), raisedTo(2 * h - 1, size));
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) for (let g = 1; g <= i - j + 1; g++) entries[at(i, j)] = (entries[at(i, j)] ?? 0) / g;
  }
  return entries;
}

/** By multiplication: Math.pow may differ in its last bit between engines. */
function raisedTo(base: number, exponent: number): number {
  let product = 1;
  for (let i = 0; i < exponent; i++) product *= base;
  return product;
}

function raise(matrix: ScaledMatrix, exponent: number, size: number): ScaledMatrix {
  if (exponent === 1) return matrix;
  const half = raise(matrix, Math.floor(exponent / 2), size);
  const square = multiply(half, half, size);
  return exponent % 2 === 0 ? square : multiply(matrix, square, size);
}

function multiply(a: ScaledMatrix, b: ScaledMatrix, size: number): ScaledMatrix {
  const entries = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < size; k++) {
      const left = a.entries[i * size + k] ?? 0;
      if (left === 0) continue;
      for (let j = 0; j < size; j++) entries[i * size + j] = (entries[i * size + j] ?? 0) + left * (b.entries[k * size + j] ?? 0);
    }
  }
  const middle = (size - 1) / 2;
  const isLarge = (entries[middle * size + middle] ?? 0) > SCALE;
  if (isLarge) for (let i = 0; i < entries.length; i++) entries[i] = (entries[i] ?? 0) / SCALE;
  return { entries, power: a.power + b.power + (isLarge ? 1 : 0) };
}
