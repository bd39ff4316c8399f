import { describe, expect, it } from 'vitest';
import { nearestWord } from './nearest-word.js';

const KEYS = ['listen', 'tokens', 'path', 'format', 'retention', 'time', 'top', 'commit_interval'];

describe('nearestWord', () => {
  it.each([
    ['lisen', 'listen', 'a letter is missing'],
    ['tokkens', 'tokens', 'a letter is too much'],
    ['formet', 'format', 'a letter is wrong'],
    ['tiem', 'time', 'two letters are swapped'],
    ['Path', 'path', 'the case differs'],
    ['retenshun', 'retention', 'a long word has three edits'],
    ['commitInterval', 'commit_interval', 'another convention is used'],
  ])('finds for %s the word %s when %s', (word, meant) => {
    expect(nearestWord(word, KEYS)).toBe(meant);
  });

  it('guesses one edit away for three letters and nothing two edits away', () => {
    expect(nearestWord('tap', ['top'])).toBe('top');
    expect(nearestWord('tls', ['top'])).toBeNull();
  });

  it('guesses two edits away for four letters and nothing three edits away', () => {
    expect(nearestWord('paht', ['path'])).toBe('path');
    expect(nearestWord('pith', ['path'])).toBe('path');
    expect(nearestWord('mesh', ['path'])).toBeNull();
  });

  it('takes the nearest of several, and the first of two that are as near', () => {
    expect(nearestWord('formats', ['format', 'formula'])).toBe('format');
    expect(nearestWord('bat', ['cat', 'hat'])).toBe('cat');
  });
});
