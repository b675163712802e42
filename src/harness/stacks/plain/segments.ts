/** Builds the segments of a connection, and those that answer where there is none. */
import {
  ACK,
  type Endpoint,
  FIN,
  PSH,
  RST,
  type Segment,
  SYN,
  type TcpOption,
  URG,
} from '../../../trace/trace.ts';
import {
  mssOption,
  sackOption,
  sackPermittedOption,
  timestampsOption,
  windowScaleOption,
} from '../../options.ts';
import { segLen, seqAdd, seqMinus } from '../../peer.ts';
import { blocksOf } from './reassembly.ts';
import type { Tcb } from './tcb.ts';

const NOTHING = new Uint8Array(0);
const NOP: TcpOption = { kind: 1, data: NOTHING };
const WINDOW_FIELD = 65_535;
/** Of the link: RFC 9293 §3.7.1 takes the IP and TCP headers off. */
const MTU = 1500;

interface Parts {
  readonly seq: number;
  readonly ack?: number;
  readonly flags: number;
  readonly wnd?: number;
  readonly up?: number;
  readonly options?: readonly TcpOption[];
  readonly payload?: Uint8Array;
}

/** A segment from one end to another; what is left out is zero or empty. */
export function segmentOf(source: Endpoint, destination: Endpoint, ipId: number, parts: Parts): Segment {
  const { seq, ack = 0, flags, wnd = 0, up = 0, options = [], payload = NOTHING } = parts;
  return {
    source,
    destination,
    seq,
    ack,
    flags,
    wnd,
    up,
    reserved: 0,
    options,
    length: payload.length,
    payload,
    checksum: 'good',
    ttl: 64,
    tos: 0,
    ...(source.address.includes(':') ? {} : { ipId }),
  };
}

/** The RST for a segment that belongs nowhere, RFC 9293 §3.10.7.1. */
export function resetFor(segment: Segment, ipId: number): Segment {
  const { flags, ack, seq, source, destination } = segment;
  const parts =
    flags & ACK ? { seq: ack, flags: RST } : { seq: 0, ack: seqAdd(seq, segLen(segment)), flags: RST | ACK };
  return segmentOf(destination, source, ipId, parts);
}

const tsval = (c: Tcb): number => seqAdd(c.stampOffset, Math.floor(c.world.now() / c.choices.tick));

/** TSval's clock at this moment, for the round trip that an echo measures. */
export const ticksSince = (c: Tcb, echoed: number): number => seqMinus(tsval(c), echoed);

function stamps(c: Tcb, echo: boolean): readonly TcpOption[] {
  return [NOP, NOP, timestampsOption({ tsval: tsval(c), tsecr: echo ? c.tsRecent : 0 })];
}

/** Octets of options that every segment with text carries: timestamps and the reports that are due. */
function optionRoom(c: Tcb): number {
  const stamped = c.stamping ? 12 : 0;
  if (!c.sacking) return stamped;
  const blocks = Math.min(c.stamping ? 3 : 4, c.held.length + (c.duplicate === undefined ? 0 : 1));
  return stamped + (blocks > 0 ? 4 + 8 * blocks : 0);
}

/** SMSS: the most that a segment takes without reports, RFC 9293 §3.7.1 and RFC 6691. */
export function smss(c: Tcb): number {
  const link = MTU - (c.local.address.includes(':') ? 40 : 20) - 20;
  return Math.max(64, Math.min(c.peerMss, link) - (c.stamping ? 12 : 0));
}

/** The most that the next segment takes. */
export function roomOfNext(c: Tcb): number {
  return smss(c) - (optionRoom(c) - (c.stamping ? 12 : 0));
}

function optionsOf(c: Tcb, flags: number): readonly TcpOption[] {
  const stamped = c.stamping ? stamps(c, (flags & ACK) !== 0) : [];
  if (!c.sacking || flags & RST) return stamped;
  const blocks = blocksOf(c, c.stamping ? 3 : 4);
  return blocks.length === 0 ? stamped : [...stamped, NOP, NOP, sackOption(...blocks)];
}

/**
 * Moves the promised edge where the silly-window rule lets it move (RFC 9293 §3.8.6.2.2), and gives the
 * window
 * field. It is rounded up: rounding down would take back what was promised (RFC 7323 §2.4).
 */
function windowField(c: Tcb): number {
  const edge = seqAdd(c.rcvNxt, Math.max(0, c.receiveBuffer - c.unreadSize));
  const growth = seqMinus(edge, c.rcvAdv);
  if (growth >= Math.min(c.receiveBuffer >> 1, ownMss(c))) c.rcvAdv = edge;
  const units = Math.min(WINDOW_FIELD, Math.ceil(c.rcvWnd / 2 ** c.rcvShift));
  const told = seqAdd(c.rcvNxt, units * 2 ** c.rcvShift);
  if (seqMinus(told, c.rcvAdv) > 0 || units === WINDOW_FIELD) c.rcvAdv = told;
  return units;
}

/** The largest segment that this end has asked for; the default where it has not. */
export const ownMss = (c: Tcb): number => c.choices.mss ?? (c.local.address.includes(':') ? 1220 : 536);

/** How much further the window could go than has been promised. */
export const unpromised = (c: Tcb): number =>
  seqMinus(seqAdd(c.rcvNxt, Math.max(0, c.receiveBuffer - c.unreadSize)), c.rcvAdv);

/** Sends a segment that has the ACK bit; whatever ACK was due has then been sent. */
export function emit(c: Tcb, seq: number, flags: number, payload: Uint8Array = NOTHING): void {
  const wnd = windowField(c);
  const urgent = c.sndUp !== undefined && seqMinus(c.sndUp, seq) > 0;
  const up = urgent ? Math.min(0xffff, seqMinus(c.sndUp ?? seq, seq)) : 0;
  const all = flags | ACK | (urgent ? URG : 0);
  const options = optionsOf(c, all);
  c.lastAckSent = c.rcvNxt;
  c.unacked = 0;
  c.ackDue = 'none';
  c.stop('ack');
  const parts = { seq, ack: c.rcvNxt, flags: all, wnd, up, options, payload };
  c.world.emit(segmentOf(c.local, c.remote, c.world.ipId(), parts));
}

/** `<SEQ=SND.NXT><ACK=RCV.NXT><CTL=ACK>`. */
export const sendAck = (c: Tcb): void => emit(c, c.sndNxt, 0);

/** A challenge ACK, unless too many have been sent of late (RFC 5961 §7). */
export function challenge(c: Tcb): void {
  const { challengeMost, challengeSpan } = c.choices;
  const now = c.world.now();
  c.challenged = c.challenged.filter((at) => at > now - challengeSpan);
  if (c.challenged.length >= challengeMost) return;
  c.challenged.push(now);
  sendAck(c);
}

/** The RST of an abort, `<SEQ=SND.NXT><CTL=RST>` (RFC 9293 §3.10.5). */
export function sendReset(c: Tcb): void {
  const acknowledges = c.choices.abortAcknowledges;
  const flags = RST | (acknowledges ? ACK : 0);
  const parts = {
    seq: c.sndNxt,
    ack: acknowledges ? c.rcvNxt : 0,
    flags,
    options: c.stamping ? stamps(c, true) : [],
  };
  c.world.emit(segmentOf(c.local, c.remote, c.world.ipId(), parts));
}

/** The window of a SYN, which is not scaled (RFC 7323 §2.2). */
export const synWindow = (c: Tcb): number => Math.min(WINDOW_FIELD, c.receiveBuffer);

/** The SYN, or the SYN,ACK once the peer's SYN is there. */
export function emitSyn(c: Tcb): void {
  const answering = c.state === 'SYN-RECEIVED';
  const { mss, shift, sack } = c.choices;
  const stamping = answering ? c.stamping : c.choices.timestamps;
  const options: TcpOption[] = mss === undefined ? [] : [mssOption(mss)];
  if (answering ? c.sacking : sack) options.push(sackPermittedOption());
  if (stamping) options.push(...stamps(c, answering));
  if (shift !== undefined && (!answering || c.scaling)) options.push(NOP, windowScaleOption(shift));
  const wnd = synWindow(c);
  if (answering) {
    const edge = seqAdd(c.rcvNxt, wnd);
    if (seqMinus(edge, c.rcvAdv) > 0) c.rcvAdv = edge;
    c.lastAckSent = c.rcvNxt;
  }
  const ack = answering ? c.rcvNxt : 0;
  const flags = SYN | (answering ? ACK : 0);
  c.world.emit(segmentOf(c.local, c.remote, c.world.ipId(), { seq: c.iss, ack, flags, wnd, options }));
}

/** Control bits of a run of the stream: PSH where it empties the queue (RFC 9293 §3.9.1.2). */
export const streamFlags = (empties: boolean, fin: boolean): number => (empties ? PSH : 0) | (fin ? FIN : 0);
