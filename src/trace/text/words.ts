/** How texts, octets, numbers and durations are written in a text trace, and read back. */

import { hexText } from '../segment-text.ts';
import type { Nanos } from '../trace.ts';

/** The version of the text form. */
export const FORMAT = 1;

const WORD = /^[A-Za-z_][A-Za-z0-9_]*(?:[./-][A-Za-z0-9_]+)*$/;
const NUMERAL = /^\d+$/;
const VERSION = /^\d+\.\d+\.[0-9A-Za-z_][0-9A-Za-z_.+~-]*$/;
const TIMESTAMP = /^\d+-\d+-\d+T\d+:\d+(?::\d+(?:\.\d+)?)?(?:Z|[+-]\d+:\d+)$/;
const ENDPOINT = /^(?:\d+\.\d+\.\d+\.\d+|\[[0-9a-fA-F:.]+\]):\d+$/;

/** A text as it stands in an event, in quotes unless it is a word, an endpoint or a time stamp. */
export const textText = (text: string): string =>
  WORD.test(text) || ENDPOINT.test(text) || TIMESTAMP.test(text) ? text : quoted(text);

/** A text as it stands in a header line, where numerals and versions need no quotes either. */
export const valueText = (text: string): string =>
  NUMERAL.test(text) || VERSION.test(text) ? text : textText(text);

/** A number so that it reads back exactly. Only finite ones have a text. */
export const numberText = (n: number): string => (Object.is(n, -0) ? '-0' : String(n));

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};
const NAMED: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  n: '\n',
  r: '\r',
  t: '\t',
  '0': '\0',
};

/** Control characters, line separators and lone surrogates would not survive an editor or UTF-8. */
const UNSAFE = /["\\]|[^\P{C}\u00ad]|[\u2028\u2029]/gu;

/** A text in quotes, escaped. */
export const quoted = (text: string): string =>
  `"${text.replace(UNSAFE, (c) => ESCAPES[c] ?? `\\u{${(c.codePointAt(0) ?? 0).toString(16)}}`)}"`;

const ESCAPE = /\\(?:x([0-9a-fA-F]{2})|u\{([0-9a-fA-F]{1,6})\}|(.))/gsu;

/** The pieces of a literal in quotes: plain texts, single octets (`\x41`), and what is no escape. */
function* pieces(literal: string): Generator<{ text?: string; octet?: number; wrong?: string }> {
  const inner = literal.slice(1, -1);
  let from = 0;
  for (const match of inner.matchAll(ESCAPE)) {
    if (match.index > from) yield { text: inner.slice(from, match.index) };
    const [all, octet, point, letter = ''] = match;
    from = match.index + all.length;
    const named = NAMED[letter];
    if (octet !== undefined) yield { octet: Number.parseInt(octet, 16) };
    else if (point !== undefined && Number.parseInt(point, 16) <= 0x10ffff) {
      yield { text: String.fromCodePoint(Number.parseInt(point, 16)) };
    } else yield named === undefined ? { wrong: all } : { text: named };
  }
  if (from < inner.length) yield { text: inner.slice(from) };
}

/** The text that stands in quotes, or which escape is none. */
export function unquoted(literal: string): { readonly text: string } | { readonly wrong: string } {
  let text = '';
  for (const piece of pieces(literal)) {
    if (piece.wrong !== undefined) return { wrong: piece.wrong };
    text += piece.text ?? String.fromCharCode(piece.octet ?? 0);
  }
  return { text };
}

/**
 * The octets that stand in quotes: `\x80` is one, other characters are their UTF-8. Or which escape is none.
 */
export function unquotedOctets(
  literal: string,
): { readonly octets: Uint8Array } | { readonly wrong: string } {
  const octets: number[] = [];
  for (const piece of pieces(literal)) {
    if (piece.wrong !== undefined) return { wrong: piece.wrong };
    if (piece.octet !== undefined) octets.push(piece.octet);
    else for (const x of new TextEncoder().encode(piece.text)) octets.push(x);
  }
  return { octets: Uint8Array.from(octets) };
}

/** Payload: text where all octets are printable ASCII or line ends, else hexadecimal. */
export function octetsText(b: Uint8Array): string {
  if (!b.every((x) => (x >= 32 && x < 127) || x === 9 || x === 10 || x === 13)) return hexText(b);
  return quoted(new TextDecoder().decode(b));
}

/** The octets behind `0x`, or undefined where their digits are odd in number. */
export function hexOctets(literal: string): Uint8Array | undefined {
  if (literal.length % 2 !== 0) return undefined;
  const out = new Uint8Array(literal.length / 2 - 1);
  for (let i = 0; i < out.length; i++) out[i] = Number.parseInt(literal.slice(2 * i + 2, 2 * i + 4), 16);
  return out;
}

/** Seconds with nine digits. */
export function secondsText(t: Nanos): string {
  const sign = t < 0 ? '-' : '';
  const digits = String(Math.abs(t)).padStart(10, '0');
  return `${sign}${digits.slice(0, -9)}.${digits.slice(-9)}`;
}

/**
 * `12.5` (seconds, or another unit by `digits` of a nanosecond) → nanoseconds, exact; undefined if finer than
 * that or too large.
 */
export function decimalNanos(literal: string, digits = 9): Nanos | undefined {
  const [whole = '', fraction = ''] = literal.split('.');
  if (fraction.length > digits) return undefined;
  const n = Number(whole + fraction.padEnd(digits, '0'));
  return Number.isSafeInteger(n) ? n : undefined;
}

const UNITS: readonly (readonly [string, number])[] = [
  ['s', 9],
  ['ms', 6],
  ['us', 3],
  ['ns', 0],
];

/** `5ms`, `unbounded`; in the largest unit that keeps it whole. */
export function durationText(d: Nanos): string {
  if (!Number.isFinite(d)) return 'unbounded';
  const [unit, digits] = UNITS.find(([, n]) => d % 10 ** n === 0 && d !== 0) ?? ['ns', 0];
  return `${d / 10 ** digits}${unit}`;
}

/** The reverse of {@link durationText}; a bare `0` needs no unit. Undefined where it is no duration. */
export function durationOf(literal: string): Nanos | undefined {
  if (literal === 'unbounded') return Number.POSITIVE_INFINITY;
  const parts = /^([\d.]+)(ns|us|ms|s)$/.exec(literal);
  if (!parts) return literal === '0' ? 0 : undefined;
  const [, count = '', unit] = parts;
  return decimalNanos(count, UNITS.find(([u]) => u === unit)?.[1]);
}
