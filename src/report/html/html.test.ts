import { describe, expect, test } from 'vitest';
import { escapeText, html, trusted } from './html.ts';

describe('html', () => {
  test('escapes every value, in text and in attributes', () => {
    const evil = `"><img src=x onerror='x'>&`;
    expect(html`<a title="${evil}">${evil}</a>`.toString()).toBe(
      '<a title="&quot;&gt;&lt;img src=x onerror=&#39;x&#39;&gt;&amp;">' +
        '&quot;&gt;&lt;img src=x onerror=&#39;x&#39;&gt;&amp;</a>',
    );
  });

  test('escapes inside lists of lists, and joins them', () => {
    expect(html`<p>${['<', ['>', html`<b>${'&'}</b>`], undefined, 7]}</p>`.toString()).toBe(
      '<p>&lt;&gt;<b>&amp;</b>7</p>',
    );
  });

  test('does not escape markup a second time, so a text that looks escaped stays as it was', () => {
    expect(html`${html`${'&lt;'}`}`.toString()).toBe('&amp;lt;');
  });

  test('takes our own constants as they are', () => {
    expect(html`${trusted('<b>x</b>')}`.toString()).toBe('<b>x</b>');
  });

  test('does not take an object that only looks like markup', () => {
    const forged = { toString: () => '<script>' } as unknown as string;
    expect(() => html`${forged}`.toString()).toThrow();
  });

  test.each([
    ['a control character', '\u0000\u001b[31m', '\\u0000\\u001b[31m'],
    ['a mark that turns the reading direction', 'a\u202eb\u2066c', 'a\\u202eb\\u2066c'],
    ['half a surrogate pair', 'a\ud800b', 'a\\ud800b'],
  ])('shows %s by its number', (_what, text, shown) => {
    expect(escapeText(text)).toBe(shown);
  });

  test('leaves letters of any script, line ends and whole pairs alone', () => {
    expect(escapeText('Größe ≥ 5\n\t試験 🦊')).toBe('Größe ≥ 5\n\t試験 🦊');
  });
});
