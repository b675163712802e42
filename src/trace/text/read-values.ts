/**
 * Texts, numbers and octets of a text trace, out of the parser's tree. What cannot be used is told to the
 * line's problems.
 */
import type { ParserRuleContext, Token } from 'antlr4ng';
import type * as syntax from './generated/TraceParser.ts';
import type { LineProblems, Place } from './line-problems.ts';
import { hexOctets, unquoted, unquotedOctets } from './words.ts';

const NOTHING = new Uint8Array(0);

/** An integer of the wire: 0 … `most`. Absent is 0. */
export function fieldOf(
  token: Token | null | undefined,
  most: number,
  what: string,
  problems: LineProblems,
): number {
  if (!token) return 0;
  const n = Number(token.text);
  if (n <= most) return n;
  problems.add('TRACE-004', `${what} ${token.text} is more than ${most}`, token);
  return 0;
}

/** A counter: 0 … 2^53−1. */
export const counterOf = (token: Token | undefined, what: string, problems: LineProblems): number =>
  fieldOf(token, Number.MAX_SAFE_INTEGER, what, problems);

export function numberOf(context: syntax.NumberContext, problems: LineProblems): number {
  const n = Number(context.getText());
  if (Number.isFinite(n)) return n;
  problems.add('TRACE-004', `${context.getText()} is too large`, context);
  return 0;
}

/** What stands in a header value or an event's text, quotes and escapes resolved. */
export function valueOf(context: syntax.ValueContext | syntax.TextContext, problems: LineProblems): string {
  return stringOf(context.getText(), context, problems);
}

function stringOf(literal: string, place: ParserRuleContext, problems: LineProblems): string {
  if (!literal.startsWith('"')) return literal;
  const result = unquoted(literal);
  if ('text' in result) return result.text;
  noEscape(result.wrong, place, problems);
  return '';
}

const noEscape = (wrong: string, place: Place, problems: LineProblems): void =>
  problems.add(
    'TRACE-012',
    `${wrong} is no escape`,
    place,
    'there are \\n \\r \\t \\0 \\" \\\\ \\x41 \\u{41}',
  );

/** Octets in quotes or in hexadecimal. */
export function octetsAt(token: Token | null | undefined, problems: LineProblems): Uint8Array {
  const literal = token?.text ?? '';
  if (literal.startsWith('"')) {
    const result = unquotedOctets(literal);
    if ('octets' in result) return result.octets;
    noEscape(result.wrong, token, problems);
    return NOTHING;
  }
  const octets = hexOctets(literal);
  if (!octets) problems.add('TRACE-012', 'an octet has two digits, here one is missing', token);
  return octets ?? NOTHING;
}

/** Names and values in braces or brackets. */
export function entriesOf(
  entries: readonly syntax.EntryContext[],
  problems: LineProblems,
): Readonly<Record<string, string | number>> {
  const all = new Map<string, string | number>();
  for (const entry of entries) {
    const [name, text] = entry.text();
    const number = entry.number();
    const key = name ? valueOf(name, problems) : '';
    if (all.has(key)) problems.add('TRACE-010', `${key} stands here twice`, entry);
    const version = entry.VERSION()?.getText() ?? '';
    all.set(key, number ? numberOf(number, problems) : text ? valueOf(text, problems) : version);
  }
  return Object.fromEntries(all);
}

/** Entries whose values must all be numbers. */
export function numbersOf(
  entries: readonly syntax.EntryContext[],
  problems: LineProblems,
): Readonly<Record<string, number>> {
  const all: [string, number][] = [];
  for (const [key, value] of Object.entries(entriesOf(entries, problems))) {
    if (typeof value === 'number') all.push([key, value]);
    else problems.add('TRACE-004', `${key} is no number`, placeOf(entries, key, problems));
  }
  return Object.fromEntries(all);
}

const placeOf = (entries: readonly syntax.EntryContext[], key: string, problems: LineProblems): Place =>
  entries.find((e) => e.text(0) && valueOf(e.text(0) as syntax.TextContext, problems) === key);
