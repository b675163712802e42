/**
 * The option list of a TCP header, RFC 9293 §3.2. Nothing is lost: wrong lengths and what stands behind the
 * end of the list are kept.
 */
import type { TcpOption } from '../trace.ts';

/** The most that a data offset of 15 leaves for options. */
export const MOST_OPTION_OCTETS = 40;

const NOTHING = new Uint8Array(0);

/**
 * The options in `b[at, end)`. Up to three zero octets behind an end-of-list are its padding and not kept as
 * its data.
 */
export function readOptions(b: Uint8Array, at: number, end: number): TcpOption[] {
  const options: TcpOption[] = [];
  let here = at;
  while (here < end) {
    const kind = b[here] as number;
    if (kind === 0) {
      const rest = b.slice(here + 1, end);
      options.push({ kind, data: isPadding(rest) ? NOTHING : rest });
      break;
    }
    if (kind === 1) {
      options.push({ kind, data: NOTHING });
      here++;
      continue;
    }
    const length = here + 1 < end ? (b[here + 1] as number) : -1;
    if (length < 2 || here + length > end) {
      // Where this option ends nobody can know: it takes what is left.
      options.push({ kind, data: b.slice(here + 2, end), wrongLength: length });
      break;
    }
    options.push({ kind, data: b.slice(here + 2, here + length) });
    here += length;
  }
  return options;
}

const octetsOf = (o: TcpOption): number => (o.kind < 2 || o.wrongLength === -1 ? 1 : 2) + o.data.length;

/** Octets that the list takes in the header, padding after a bare end-of-list included. */
export function optionsLength(options: readonly TcpOption[]): number {
  let sum = 0;
  for (const o of options) sum += octetsOf(o);
  const last = options.at(-1);
  return last?.kind === 0 && last.data.length === 0 ? (sum + 3) & ~3 : sum;
}

const isPadding = (rest: Uint8Array): boolean => rest.length < 4 && rest.every((x) => x === 0);

/**
 * Writes the list at `at`, filled with end-of-list octets to a multiple of four, and gives the place behind
 * it.
 */
export function writeOptions(options: readonly TcpOption[], b: Uint8Array, at: number): number {
  let here = at;
  for (const o of options) {
    b[here++] = o.kind;
    if (o.kind > 1 && o.wrongLength !== -1) b[here++] = o.wrongLength ?? o.data.length + 2;
    b.set(o.data, here);
    here += o.data.length;
  }
  while ((here - at) % 4 !== 0) b[here++] = 0;
  return here;
}

/** What keeps a list from standing in a header as it is, or undefined. */
export function optionsFault(options: readonly TcpOption[]): string | undefined {
  const octets = optionsLength(options);
  if (octets > MOST_OPTION_OCTETS)
    return `${octets} octets of options, a header has room for ${MOST_OPTION_OCTETS}`;
  if (octets % 4 !== 0) return `${octets} octets of options, not a multiple of four`;
  const last = options.findIndex((o) => o.kind === 0 || o.wrongLength !== undefined);
  if (last !== -1 && last !== options.length - 1) return 'options behind the end of the list';
  const end = options.find((o) => o.kind === 0);
  return end && end.data.length > 0 && isPadding(end.data)
    ? 'padding behind the end of the list goes without saying'
    : undefined;
}
