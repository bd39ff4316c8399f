import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { originForm } from './request-target.js';

describe('originForm', () => {
  it.each([
    ['/', '/'],
    ['/metrics', '/metrics'],
    ['/metrics/', '/metrics/'],
    ['/api/v1/verdicts?model=a/../b&x=%', '/api/v1/verdicts?model=a/../b&x=%'],
    ['/a?x=//', '/a?x=//'],
    ['/api/v1/verdicts/%252e%252e', '/api/v1/verdicts/%252e%252e'],
    ['/a/...', '/a/...'],
    ['/a/.b', '/a/.b'],
    ['/a/%C3%A9', '/a/%C3%A9'],
    ['http://host:1/metrics', '/metrics'],
    ['HTTPS://host', '/'],
    ['http://user:pass@host?x=1', '/?x=1'],
    ['http://', '/'],
  ])('passes %s on as %s', (target, url) => {
    expect(originForm(target)).toBe(url);
  });

  it.each([
    '',
    '*',
    'metrics',
    'host:443',
    'ftp://host/metrics',
    '/..',
    '/.',
    '/a/..',
    '/a/../',
    '/a/./b',
    '/api/v1/incidents/../governance/approvals',
    '/%2e%2e/metrics',
    '/a/%2E%2e/b',
    '/a/.%2e/b',
    '/a/..%2fb',
    '/a/%2e%2e%2Fb',
    '/a/..%5cb',
    '/a\\..\\b',
    '//',
    '//metrics',
    '/a//b',
    '/a%2f/b',
    '/a//',
    '/a%00b',
    '/a%0d%0aSet-Cookie:%20x',
    '/a%7f',
    '/a%C2%85',
    '/metrics#x',
    '/%E0%A4%A',
    '/%',
    '/%zz',
    '/%ff',
    'http://host/../metrics',
    'http://host//metrics',
    'http://host#/metrics',
  ])('refuses %s', (target) => {
    expect(originForm(target)).toBeNull();
  });

  it('passes on no path that a URL parser would fold', () => {
    const piece = fc.constantFrom('/', '.', '..', '%2e', '%2E', '%2f', '%5c', '\\', 'a', '%252e', '?', '#', '//', 'http://h');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const url = originForm(pieces.join(''));
        if (url === null) return;
        expect(new URL(url, 'http://h').pathname).toBe(url.split('?', 1)[0]);
        expect(new URL(url, 'http://h').host).toBe('h');
      }),
      { numRuns: 5000 },
    );
  });
});
