/** The blocks of pcapng that describe: sections, interfaces with their clocks, statistics. */
import { type CaptureInterface, type DropCounters, type Reading, textOf } from './container.ts';
import * as format from './pcapng-format.ts';
import { u16, u32, u64 } from './window.ts';

/** A block's content: `bytes` from `at` to `to`; `offset` is the block's own place in the file. */
export interface BlockPlace {
  readonly bytes: Uint8Array;
  readonly at: number;
  readonly to: number;
  readonly littleEndian: boolean;
  readonly offset: number;
}

/** An interface of a section, with its clock set against the beginning of the capture. */
export interface PcapngInterface {
  readonly id: number;
  readonly info: CaptureInterface;
  readonly ticksPerSecond: bigint;
  /** Whether that is a power of two, not of ten. */
  readonly binary: boolean;
  /** Seconds to be added to every stamp (if_tsoffset). */
  readonly secondsOffset: bigint;
  /** The beginning of the capture in this clock's ticks, rounded down; NaN until it is known. */
  originHigh: number;
  originLow: number;
  /** Nanoseconds from that tick to the beginning, below one tick. */
  sinceTick: number;
}

const NANOS = 1_000_000_000n;

const OPTION_COMMENT = 1;
const OPTION_TIME_OFFSET = 14;
const OPTION_FCS_LENGTH = 13;
const OPTION_DROPPED_BY_INTERFACE = 5;
const OPTION_DROPPED_BY_SYSTEM = 7;
/** Some recorders write all ones for a counter that they do not have. */
const NO_COUNT = 0xffffffff;

/** The options of a block from `from` on, those behind a wrong length left out. */
function* optionsOf(
  { bytes, to, littleEndian }: BlockPlace,
  from: number,
): Generator<readonly [code: number, at: number, length: number]> {
  let at = from;
  while (at + 4 <= to) {
    const code = u16(bytes, at, littleEndian);
    const length = u16(bytes, at + 2, littleEndian);
    at += 4;
    if (code === format.OPTION_END || at + length > to) return;
    yield [code, at, length];
    at += format.padded(length);
  }
}

/** What a section header says; its content has at least 16 octets. */
export function readSection(block: BlockPlace): {
  readonly major: number;
  readonly minor: number;
  readonly comments: readonly string[];
  readonly applications: readonly string[];
} {
  const { bytes, at, littleEndian } = block;
  const comments: string[] = [];
  const applications: string[] = [];
  for (const [code, from, length] of optionsOf(block, at + 16)) {
    if (code === OPTION_COMMENT) comments.push(textOf(bytes.subarray(from, from + length)));
    if (code === format.OPTION_APPLICATION) applications.push(textOf(bytes.subarray(from, from + length)));
  }
  return {
    major: u16(bytes, at + 4, littleEndian),
    minor: u16(bytes, at + 6, littleEndian),
    comments,
    applications,
  };
}

/** The interface, or why it cannot be read. */
export function readInterface(block: BlockPlace, id: number): PcapngInterface | string {
  const { bytes, at, to, littleEndian } = block;
  if (to - at < 8) return 'a short interface description';
  let name = '';
  let ticksPerSecond = 1_000_000n;
  let binary = false;
  let secondsOffset = 0n;
  let fcs: number | undefined;
  for (const [code, from, length] of optionsOf(block, at + 8)) {
    if (code === format.OPTION_INTERFACE_NAME) name = textOf(bytes.subarray(from, from + length));
    else if (code === format.OPTION_TIME_RESOLUTION && length >= 1) {
      const octet = bytes[from] as number;
      binary = octet >= 0x80;
      ticksPerSecond = binary ? 2n ** BigInt(octet - 0x80) : 10n ** BigInt(octet);
    } else if (code === OPTION_TIME_OFFSET && length >= 8)
      secondsOffset = BigInt.asIntN(64, stampOf(bytes, from, littleEndian));
    else if (code === OPTION_FCS_LENGTH && length >= 1) fcs = bytes[from];
  }
  return {
    id,
    info: {
      linkType: u16(bytes, at, littleEndian),
      name,
      snaplen: u32(bytes, at + 4, littleEndian),
      ticksPerSecond: Number(ticksPerSecond),
      ...(fcs === undefined ? {} : { fcs }),
    },
    ticksPerSecond,
    binary,
    secondsOffset,
    originHigh: Number.NaN,
    originLow: 0,
    sinceTick: 0,
  };
}

function stampOf(bytes: Uint8Array, at: number, littleEndian: boolean): bigint {
  const first = BigInt(u32(bytes, at, littleEndian));
  const second = BigInt(u32(bytes, at + 4, littleEndian));
  return littleEndian ? (second << 32n) | first : (first << 32n) | second;
}

/** Keeps the counters of an interface; the last block wins, as they count from the beginning. */
export function readStatistics(
  block: BlockPlace,
  interfaces: readonly PcapngInterface[],
): string | undefined {
  const { bytes, at, to, littleEndian } = block;
  if (to - at < 12) return 'a short statistics block';
  const from = interfaces[u32(bytes, at, littleEndian)];
  if (!from)
    return `statistics of interface ${u32(bytes, at, littleEndian)}, which its section does not describe`;
  const drops: DropCounters = { ...from.info.drops };
  for (const [code, option, length] of optionsOf(block, at + 12)) {
    if (length !== 8) continue;
    if (u32(bytes, option, true) === NO_COUNT && u32(bytes, option + 4, true) === NO_COUNT) continue;
    if (code === OPTION_DROPPED_BY_INTERFACE) drops.byInterface = u64(bytes, option, littleEndian);
    if (code === OPTION_DROPPED_BY_SYSTEM) drops.bySystem = u64(bytes, option, littleEndian);
  }
  if (drops.byInterface !== undefined || drops.bySystem !== undefined) from.info.drops = drops;
  return undefined;
}

/**
 * Nanoseconds from the beginning of the capture to a stamp of this interface, rounded down; the first stamp
 * of the capture sets its beginning. Exact up to 104 days; one nanosecond off at most where ticks are powers
 * of two.
 */
export function timeOf(reading: Reading, from: PcapngInterface, high: number, low: number): number {
  if (Number.isNaN(from.originHigh)) setOrigin(reading, from, high, low);
  const ticks = (high - from.originHigh) * 0x100000000 + (low - from.originLow);
  const { ticksPerSecond } = from.info;
  // Each order of operations is the one that rounds least.
  if (from.binary) return Math.floor((ticks / ticksPerSecond) * 1e9 - from.sinceTick);
  if (ticksPerSecond <= 1e9) return ticks * (1e9 / ticksPerSecond) - from.sinceTick;
  return Math.floor(ticks / (ticksPerSecond / 1e9) - from.sinceTick);
}

/** By integers of any size, once for each interface. */
function setOrigin({ info }: Reading, from: PcapngInterface, high: number, low: number): void {
  const { ticksPerSecond, secondsOffset } = from;
  const stamp = (BigInt(high) << 32n) | BigInt(low);
  info.start ??= secondsOffset * NANOS + (stamp * NANOS) / ticksPerSecond;
  const sinceOffset = (info.start - secondsOffset * NANOS) * ticksPerSecond;
  const remainder = ((sinceOffset % NANOS) + NANOS) % NANOS;
  const origin = (sinceOffset - remainder) / NANOS;
  // Split so that both halves are exact; the high one is negative where the beginning lies before this
  // clock's own.
  from.originHigh = Number(origin >> 32n);
  from.originLow = Number(origin & 0xffffffffn);
  from.sinceTick = Number(remainder) / Number(ticksPerSecond);
}
