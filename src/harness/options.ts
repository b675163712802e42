/** TCP options as the scripted peer writes and reads them. */
import type { Segment, TcpOption } from '../trace/trace.ts';

/** TSval and TSecr, RFC 7323 §3.2; both 0 … 2^32−1. */
export interface Timestamps {
  readonly tsval: number;
  readonly tsecr: number;
}

/** One block of a SACK option, RFC 2018 §3: from `left` on, `right` is the first octet behind it. */
export interface SackBlock {
  readonly left: number;
  readonly right: number;
}

const WINDOW_SCALE = 3;
const TIMESTAMPS = 8;

/** 32-bit numbers in network order. */
function words(...numbers: readonly number[]): Uint8Array {
  const data = new Uint8Array(4 * numbers.length);
  const view = new DataView(data.buffer);
  for (const [i, n] of numbers.entries()) view.setUint32(4 * i, n);
  return data;
}

/** Maximum segment size, RFC 9293 §3.2; 0 … 65535. */
export const mssOption = (mss: number): TcpOption => ({ kind: 2, data: Uint8Array.of(mss >> 8, mss & 255) });

/** Window scale, RFC 7323 §2.2; the shift is written as it is, also above 14. */
export const windowScaleOption = (shift: number): TcpOption => ({
  kind: WINDOW_SCALE,
  data: Uint8Array.of(shift),
});

/** SACK-permitted, RFC 2018 §2. */
export const sackPermittedOption = (): TcpOption => ({ kind: 4, data: new Uint8Array(0) });

/** SACK, RFC 2018 §3; at most four blocks fit, three beside timestamps. */
export const sackOption = (...blocks: readonly SackBlock[]): TcpOption => ({
  kind: 5,
  data: words(...blocks.flatMap(({ left, right }) => [left, right])),
});

/** Timestamps, RFC 7323 §3.2. */
export const timestampsOption = ({ tsval, tsecr }: Timestamps): TcpOption => ({
  kind: TIMESTAMPS,
  data: words(tsval, tsecr),
});

/** What the timestamps option of a segment says; undefined where it has none that is whole. */
export function timestampsOf({ options }: Pick<Segment, 'options'>): Timestamps | undefined {
  const data = options.find(({ kind }) => kind === TIMESTAMPS)?.data;
  if (data?.length !== 8) return undefined;
  const view = new DataView(data.buffer, data.byteOffset);
  return { tsval: view.getUint32(0), tsecr: view.getUint32(4) };
}

/** The shift that a SYN offers, 0 … 14 (RFC 7323 §2.3); undefined where it offers none. */
export function windowScaleOf(options: readonly TcpOption[]): number | undefined {
  const shift = options.find(({ kind }) => kind === WINDOW_SCALE)?.data[0];
  return shift === undefined ? undefined : Math.min(shift, 14);
}

/** Whether a segment carries an option of this kind. */
export const hasOption = ({ options }: Pick<Segment, 'options'>, kind: number): boolean =>
  options.some((option) => option.kind === kind);
