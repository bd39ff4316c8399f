import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { statusReportSchema, type StatusReport } from '../../src/contract/index.js';
import type { RawAnswer } from './raw-connection.js';
import { startServer } from './running-server.js';
import { EMPTY, HEALTHY, HOSTILE, SICK } from './sample-reports.js';

const REPORTS = Object.entries({ HEALTHY, SICK, EMPTY, HOSTILE });

async function page(report: StatusReport, method = 'GET'): Promise<RawAnswer> {
  const { ask, backend } = await startServer();
  backend.report = report;
  return ask({ path: '/', method });
}

/** Tags in the order of the page, with what is in them. */
const tags = (body: string): string[] => [...body.matchAll(/<(?!!)\/?([a-z][a-z0-9]*)\b[^>]*>/gi)].map(([tag]) => tag);

/** What a reader sees, on one line. */
const seen = (body: string): string =>
  body
    .replace(/<style>[^]*<\/style>|<title>[^]*<\/title>/g, '')
    .replace(/<[^>]+>/g, '')
    .replace(/\s+/g, ' ');

describe('the status page', () => {
  it.each(REPORTS)('allows exactly the style sheet that it sends, and nothing else (%s)', async (_, report) => {
    const { headers, body } = await page(report);
    const style = /<style>([^]*?)<\/style>/.exec(body)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(headers['content-security-policy']).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    );
    expect(body.match(/<style/g)).toHaveLength(1);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
  });

  it.each(REPORTS)('has no script, form, picture, handler or style attribute, whatever names hold (%s)', async (_, report) => {
    const { status, body } = await page(report);
    expect(status).toBe(200);
    for (const tag of tags(body)) {
      expect(tag).not.toMatch(/^<\/?(?:script|img|form|iframe|object|embed|base|link|svg)\b/i);
      expect(tag).not.toMatch(/\s(?:on\w+|style)\s*=/i);
      expect(tag.match(/"/g)?.length ?? 0).toBe(2 * (tag.match(/="/g)?.length ?? 0));
    }
  });

  it('closes every tag that it opens', async () => {
    for (const [, report] of REPORTS) {
      const open: string[] = [];
      for (const tag of tags((await page(report)).body)) {
        const name = /[a-z0-9]+/i.exec(tag)?.[0] ?? '';
        if (tag.startsWith('</')) expect(open.pop()).toBe(name);
        else if (name !== 'meta' && name !== 'br') open.push(name);
      }
      expect(open).toEqual([]);
    }
  });

  it('leads only to paths of its own that hold no markup', async () => {
    for (const [, report] of REPORTS) {
      const links = [...(await page(report)).body.matchAll(/href="([^"]*)"/g)].map(([, link]) => link);
      for (const link of links) expect(link).toMatch(/^\/(?:metrics|api\/v1\/[\w./-]+)$/);
    }
  });

  it('says first what is wrong, and how many things', async () => {
    const { body } = await page(SICK);
    expect(body).toContain('<title>7 problems · AI Operations exporter</title>');
    const text = seen(body);
    const order = [
      'Not ready',
      '7 problems',
      'cannot be committed since',
      'Source ranking is down: EACCES: permission denied',
      'ranking 2026.10.4-hotfix.2 drifted: income, country, days_since_last_login, basket_value, device',
      'fraud 7 drifted: amount',
      'the numbers below are old or incomplete',
      'Without a drift verdict summariser unversioned: no baseline is configured',
      '5 of 23 features',
      '1 of 40 features',
      '0 of 23 features',
      'no verdict',
      'ranking file down',
      '72.9 MiB to read',
    ];
    const places = order.map((part) => text.indexOf(part));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(Math.min(...places)).toBeGreaterThanOrEqual(0);
  });

  it('says that all is well only where something was seen and judged', async () => {
    expect(seen((await page(HEALTHY)).body)).toContain('No problems All sources are up and no feature drifted.');
    expect(seen((await page(EMPTY)).body)).toContain('All sources are up, but no inference was accepted yet.');
    const unjudged = HEALTHY.models.map((model) => ({ ...model, drift_rate: null, why_no_drift: 'the first window is still open' }));
    const waiting = seen((await page({ ...HEALTHY, models: unjudged })).body);
    expect(waiting).toContain('No problems All sources are up, but no model has a drift verdict yet.');
    expect(waiting).toContain('churn 2026.11.1: the first window is still open');
  });

  it('says what one file of a source that is up came to', async () => {
    const sources = HEALTHY.sources.map((source) => ({ ...source, problem: 'features-2.csv: has no column age' }));
    const text = seen((await page({ ...HEALTHY, sources: sources.slice(0, 1) })).body);
    expect(text).toContain('1 problem Source scoring: features-2.csv: has no column age');
    expect(text).not.toContain('is down');
  });

  it('names at most ten drifted features and counts the rest', async () => {
    expect(seen((await page(HOSTILE)).body)).toContain('and 20 more');
  });

  it('isolates names that turn the direction of writing', async () => {
    for (const piece of (await page(HOSTILE)).body.split('\u202e').slice(0, -1))
      expect(piece.lastIndexOf('<bdi>') > piece.lastIndexOf('</bdi>') || piece.lastIndexOf('<code>') > piece.lastIndexOf('</code>')).toBe(
        true,
      );
  });

  it('answers HEAD with the head of GET', async () => {
    const [get, head] = [await page(SICK), await page(SICK, 'HEAD')];
    expect(head.headers['content-length']).toBe(get.headers['content-length']);
    expect(head.body).toBe('');
  });

  it('shows the report that the API answers', async () => {
    const { ask, backend } = await startServer();
    backend.report = SICK;
    expect(statusReportSchema.parse(JSON.parse((await ask({ path: '/api/v1/status' })).body))).toEqual(SICK);
  });

  it('is an error page with the same protection while the exporter starts', async () => {
    const { ask, backend } = await startServer();
    backend.state = { state: 'starting', reasons: ['<b>the store</b> is being read'] };
    const { headers, body } = await ask({ path: '/' });
    expect(headers).toMatchObject({ 'retry-after': '1', 'content-security-policy': expect.stringContaining("style-src 'sha256-") });
    expect(body).toContain('the exporter is starting: &lt;b&gt;the store&lt;/b&gt; is being read');
  });
});
