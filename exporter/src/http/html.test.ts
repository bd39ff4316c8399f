import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { html } from './html.js';

describe('html', () => {
  it('lets no value become markup or leave its quotes', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('<', '>', '&', '"', "'", 'a', '`', '=', ' ') }), (value) => {
        const inside = /^<p title="([^"]*)">([^<>]*)<\/p>$/.exec(html`<p title="${value}">${value}</p>`.markup);
        expect(inside?.[1]).toBe(inside?.[2]);
        expect(inside?.[1]).not.toMatch(/[<>"']/);
        const back = inside?.[1]
          ?.replaceAll('&lt;', '<')
          .replaceAll('&gt;', '>')
          .replaceAll('&quot;', '"')
          .replaceAll('&#39;', "'")
          .replaceAll('&amp;', '&');
        expect(back).toBe(value);
      }),
    );
  });

  it('takes what it made itself as it is, alone or in a list', () => {
    const item = html`<li>${'<'}</li>`;
    expect(html`<ul>${[item, item]}</ul>${item}${1}`.markup).toBe('<ul><li>&lt;</li><li>&lt;</li></ul><li>&lt;</li>1');
  });
});
