/**
 * What a withheld snapshot of Linux says about slots of the belief (core-semantics.md §9). Numbers of 32 bits
 * are unwrapped beside what the trace has shown of their space; counts of octets begin at its ISN.
 */
import {
  CLOSE_WAIT,
  CLOSED,
  CLOSING,
  ESTABLISHED,
  FIN_WAIT_1,
  FIN_WAIT_2,
  LAST_ACK,
  LISTEN,
  type State,
  SYN_RECEIVED,
  SYN_SENT,
  TIME_WAIT,
} from '../../spec/state.ts';
import { FLIGHT, ORIGIN, RCV, RTO, RTT, SND, STATE, slotOf } from '../../spec/tcb.ts';
import type { Slot } from '../../spec/term.ts';
import type { SnapshotEvent } from '../../trace/trace.ts';

/** The true value of a slot lies in [lo, hi]; of a mask the true state is one of `lo`. */
export interface Claim {
  readonly slot: Slot;
  readonly lo: number;
  readonly hi: number;
  /** What the value is counted from, where widths are compared with it: an ISN, or 0. */
  readonly origin: number;
}

const UNA = slotOf(SND.UNA);
const MAX = slotOf(SND.MAX);
const ISS = slotOf(SND.ISS);
const WND = slotOf(SND.WND);
const IRS = slotOf(RCV.IRS);
const NXT = slotOf(RCV.NXT);
const ACTIVE = slotOf(ORIGIN);
const TIMEOUT = slotOf(RTO);
const ROUND_TRIP = slotOf(RTT);
const LONGEST = slotOf(FLIGHT.LONGEST);
/** Slots that withheld state can be compared with, in the order of a report. */
export const WITHHELD_SLOTS: readonly Slot[] = [UNA, WND, NXT, STATE.slot, MAX, ROUND_TRIP, LONGEST, TIMEOUT];

/**
 * States by the kernel's numbers (net/tcp_states.h). Behind TCP_CLOSE (7) a connection may live on in
 * TIME-WAIT or FIN-WAIT-2: Linux hands it to a smaller socket, which no tracepoint tells of.
 */
const STATES: readonly State[] = [
  0,
  ESTABLISHED,
  SYN_SENT,
  SYN_RECEIVED,
  FIN_WAIT_1,
  FIN_WAIT_2,
  TIME_WAIT,
  CLOSED | FIN_WAIT_2 | TIME_WAIT,
  CLOSE_WAIT,
  LAST_ACK,
  LISTEN,
  CLOSING,
  SYN_RECEIVED,
];
const TCP_ESTABLISHED = 1;
const TCP_SYN_SENT = 2;
const TCP_CLOSE = 7;
/** From these a connection lives on. */
const HANDED_OVER: ReadonlySet<number> = new Set([4, 5, 11]);
const MICROSECOND = 1000;
/** The kernel's timers count ticks, of which the longest is 10 ms (CONFIG_HZ = 100). */
const TICK = 10_000_000;

/**
 * What a snapshot claims beside a belief that stands at `at`. Nothing where it says nothing that we judge.
 */
export function claimsOf(shown: SnapshotEvent, pool: Float64Array, at: number): readonly Claim[] {
  const { fields } = shown;
  const read = (name: string): number | undefined => fields[name];
  switch (shown.source) {
    case 'tcp_probe':
      return probeClaims(read, pool, at);
    case 'tcp-info':
      return infoClaims(read, pool, at);
    case 'inet_sock_set_state':
      return stateClaim(read('newstate'), read('oldstate'));
    case 'tcp_retransmit_skb':
      return stateClaim(read('state'));
    case 'tcp_send_reset':
      return [];
  }
}

type Read = (name: string) => number | undefined;

const point = (slot: Slot, value: number, origin = 0): Claim => ({ slot, lo: value, hi: value, origin });

function stateClaim(number: number | undefined, before?: number): readonly Claim[] {
  let states = STATES[number ?? 0] ?? 0;
  if (number === TCP_CLOSE && before !== undefined && !HANDED_OVER.has(before)) states = CLOSED;
  return states === 0 ? [] : [{ slot: STATE.slot, lo: states, hi: states, origin: 0 }];
}

/** A number of 32 bits beside a known one of its space. */
const beside = (wire: number, known: number): number => known + ((wire - (known % 2 ** 32)) | 0);

function probeClaims(read: Read, pool: Float64Array, at: number): readonly Claim[] {
  const iss = pool[at + ISS.lo] ?? 0;
  const sent = pool[at + MAX.lo] ?? 0;
  if (!Number.isFinite(iss) || !Number.isFinite(sent)) return [];
  const out: Claim[] = [...stateClaim(TCP_ESTABLISHED)];
  const una = read('snd_una');
  const nxt = read('snd_nxt');
  const window = read('snd_wnd');
  if (una !== undefined) out.push(point(UNA, beside(una, sent), iss));
  if (nxt !== undefined) out.push(point(MAX, beside(nxt, sent), iss));
  if (window !== undefined) out.push(point(WND, window));
  return [...out, ...roundTrip(read('srtt'))];
}

/**
 * A smoothed round-trip time, in microseconds; 0 before the first sample. It lies between the shortest sample
 * that may have been taken, which the low end of RTT bounds, and the longest.
 */
function roundTrip(srtt: number | undefined): readonly Claim[] {
  if (srtt === undefined || srtt === 0) return [];
  const span = srtt * MICROSECOND;
  return [
    { slot: ROUND_TRIP, lo: Number.NEGATIVE_INFINITY, hi: span, origin: 0 },
    { slot: LONGEST, lo: span, hi: Number.POSITIVE_INFINITY, origin: 0 },
  ];
}

function infoClaims(read: Read, pool: Float64Array, at: number): readonly Claim[] {
  const state = read('tcpi_state');
  const out: Claim[] = [...stateClaim(state)];
  if (state === undefined || state === TCP_CLOSE) return out;
  const rto = read('tcpi_rto');
  // Linux sends its first SYNs again without back-off (docs/judgements.md, 2): a fault of its own, not of
  // the belief.
  const linear = state === TCP_SYN_SENT && (read('tcpi_retransmits') ?? 0) > (read('tcpi_backoff') ?? 0);
  if (rto !== undefined && rto > 0 && !linear) {
    const span = rto * MICROSECOND;
    out.push({ slot: TIMEOUT, lo: Math.max(0, span - TICK), hi: span, origin: 0 });
  }
  if (state === TCP_SYN_SENT) return out;
  const window = read('tcpi_snd_wnd');
  if (window !== undefined) out.push(point(WND, window));
  return [...out, ...counted(read, pool, at), ...roundTrip(read('tcpi_rtt'))];
}

/**
 * `tcpi_bytes_acked` is by how much SND.UNA has moved since the kernel made the connection: from ISS where it
 * sent the SYN first, else from the number behind it. `tcpi_bytes_received` is by how much RCV.NXT has moved
 * since the peer's SYN was taken; the FIN counts in both.
 */
function counted(read: Read, pool: Float64Array, at: number): readonly Claim[] {
  const out: Claim[] = [];
  const iss = pool[at + ISS.lo] ?? 0;
  const acked = read('tcpi_bytes_acked');
  if (acked !== undefined && Number.isFinite(iss)) {
    const lo = iss + acked + ((pool[at + ACTIVE.hi] ?? 0) >= 1 ? 0 : 1);
    const hi = iss + acked + ((pool[at + ACTIVE.lo] ?? 0) >= 1 ? 0 : 1);
    // Before anything is acknowledged the belief has no number yet.
    if (lo > iss) out.push({ slot: UNA, lo, hi, origin: iss });
  }
  const received = read('tcpi_bytes_received');
  const irs = [pool[at + IRS.lo] ?? 0, pool[at + IRS.hi] ?? 0] as const;
  if (received !== undefined && Number.isFinite(irs[0]) && Number.isFinite(irs[1]))
    out.push({ slot: NXT, lo: irs[0] + 1 + received, hi: irs[1] + 1 + received, origin: irs[0] });
  return out;
}

/** Whether the belief has room for what is claimed. */
export function holdsClaim({ slot, lo, hi }: Claim, pool: Float64Array, at: number): boolean {
  const low = pool[at + slot.lo] ?? 0;
  if (slot.kind === 'mask') return (low & lo) !== 0;
  return lo <= (pool[at + slot.hi] ?? 0) && hi >= low;
}
