/** Markup that cannot be injected into: text enters a page only through this tag, which escapes it. */

import { printable } from '../printable.ts';

/** A piece of finished markup. Only `html` and `trusted` make one. */
export class Markup {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

export type Content = Markup | string | number | undefined | readonly Content[];

/**
 * Text with the five characters that mean something in markup, and those that HTML cannot carry, made
 * harmless.
 */
export function escapeText(text: string): string {
  return printable(text).replace(/[&<>"']/g, (one) => NAMED[one] ?? one);
}

const NAMED: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * A template whose every value is escaped, unless it is markup itself; lists are joined, `undefined` is
 * nothing.
 */
export function html(parts: TemplateStringsArray, ...values: readonly Content[]): Markup {
  let text = parts[0] ?? '';
  values.forEach((value, i) => {
    text += contentText(value) + (parts[i + 1] ?? '');
  });
  return new Markup(text);
}

/** Markup from our own constants (style sheet, script). Never from anything that was read. */
export function trusted(text: string): Markup {
  return new Markup(text);
}

function contentText(value: Content): string {
  if (value === undefined) return '';
  if (value instanceof Markup) return value.toString();
  if (typeof value === 'object') return value.map(contentText).join('');
  return escapeText(String(value));
}
