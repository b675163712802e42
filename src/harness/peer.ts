/**
 * The scripted peer: it can put any value into any field of a segment, and it can hold a normal conversation,
 * keeping its own numbers and acknowledging after a delay.
 */
import { decodeDatagram, encodeDatagram } from '../trace/capture/datagram.ts';
import {
  ACK,
  type Endpoint,
  FIN,
  type Nanos,
  PSH,
  RST,
  type Segment,
  SYN,
  type TcpOption,
} from '../trace/trace.ts';
import type { Bench } from './bench.ts';
import { MS } from './clock.ts';
import { timestampsOf, timestampsOption, windowScaleOf } from './options.ts';
import type { Recorder } from './recorder.ts';
import type { Bracket } from './stack.ts';
import { Unreached } from './unreached.ts';

/** How a peer is, unless its scenario says otherwise. */
export interface PeerSettings {
  /** What its SYN offers; MSS only is the default, so that no other option is in use. */
  readonly options: readonly TcpOption[];
  /**
   * Whether its SYN offers timestamps; where both do, every segment carries them, TSecr by RFC 7323 §4.3.
   * Absent means no.
   */
  readonly timestamps?: boolean;
  readonly iss: number;
  /** As the field says, 0 … 65535, whatever scale its SYN offers. */
  readonly window: number;
  /**
   * From a segment's arrival to its acknowledgment; it makes the round-trip time, since that of a TUN is
   * microseconds.
   */
  readonly ackDelay: Nanos;
  readonly ttl: number;
  readonly tos: number;
}

/** Any part of a segment; what is left out is as a normal conversation has it. */
export type Fields = Partial<Omit<Segment, 'length'>>;

export const seqAdd = (a: number, n: number): number => (a + n) >>> 0;
/** From b to a in the circle of sequence numbers: negative where a lies before b. */
export const seqMinus = (a: number, b: number): number => (a - b) | 0;

/** SEG.LEN: octets, SYN and FIN. */
export const segLen = ({ flags, length }: Segment): number =>
  length + (flags & SYN ? 1 : 0) + (flags & FIN ? 1 : 0);

/** How long a peer waits for a segment that has to come. */
const PATIENCE: Nanos = 1000 * MS;

export class Peer {
  readonly local: Endpoint;
  readonly settings: PeerSettings;
  /** Where the stack's end is: the listener it opens to, or what connected to it. */
  remote: Endpoint;
  sndNxt: number;
  /** Highest acknowledgment seen of its own octets. */
  sndUna: number;
  rcvNxt = 0;
  /** The window it advertises, as the field says. */
  window: number;
  /** RFC 7323 §4.3: what it echoes. */
  tsRecent = 0;
  #lastAckSent = 0;
  /** Whether its segments carry timestamps: offered, and not refused by the stack's SYN. */
  #stamping: boolean;
  /** First octet beyond what the stack lets it send, and the scale of the stack's windows. */
  #edge: number;
  #shift = 0;
  #silent = false;
  /** All segments that the stack sent to this peer. */
  readonly received: Segment[] = [];
  /** The datagrams that it has sent. */
  injected = 0;
  /** The stack's octets in order, up to `rcvNxt`. */
  readonly stream: number[] = [];
  readonly #bench: Bench;
  readonly #recorder: Recorder;
  readonly #held: Segment[] = [];
  #unread = 0;
  #cancelAck: (() => void) | undefined;

  constructor(bench: Bench, recorder: Recorder, local: Endpoint, remote: Endpoint, settings: PeerSettings) {
    this.#bench = bench;
    this.#recorder = recorder;
    this.local = local;
    this.remote = remote;
    this.settings = settings;
    this.sndNxt = settings.iss;
    this.sndUna = settings.iss;
    this.window = settings.window;
    this.#edge = settings.iss;
    this.#stamping = settings.timestamps === true;
  }

  /** Its timestamp clock at this moment, RFC 7323 §5.4: a tick is 1 ms. */
  tsval(): number {
    return seqAdd(this.settings.iss, Math.floor(this.#bench.clock.now() / MS));
  }

  /** The options of its next segment: timestamps where they are in use, and `more` behind them. */
  options(...more: readonly TcpOption[]): readonly TcpOption[] {
    if (!this.#stamping) return more;
    return [timestampsOption({ tsval: this.tsval(), tsecr: this.tsRecent }), ...more];
  }

  /** Octets that the stack's window still takes; 0 or less where it is closed. */
  room(): number {
    return seqMinus(this.#edge, this.sndNxt);
  }

  /** The segment that `fields` make, as it stands on the wire; it moves no number. */
  segment(fields: Fields = {}): Segment {
    const payload = fields.payload ?? new Uint8Array(0);
    return {
      source: this.local,
      destination: this.remote,
      seq: this.sndNxt,
      ack: this.rcvNxt,
      flags: ACK,
      wnd: this.window,
      up: 0,
      reserved: 0,
      options: this.options(),
      checksum: 'good',
      ttl: this.settings.ttl,
      tos: this.settings.tos,
      ...fields,
      length: payload.length,
      payload,
    };
  }

  /** Sends it as it is, and moves no number. */
  async inject(fields: Fields): Promise<void> {
    const datagram = encodeDatagram(this.segment(fields));
    const segment = decodeDatagram(datagram);
    if (typeof segment === 'string') throw new Error(`the scenario sends what is not TCP: ${segment}`);
    this.injected++;
    if (segment.flags & ACK) this.#callOffAck();
    if (segment.flags & ACK) this.#lastAckSent = segment.ack;
    await this.#bench.step(
      () => this.#bench.stack.packet(datagram),
      (reply, deliver) => {
        this.#recorder.segment('arrived', reply, segment);
        deliver();
      },
    );
  }

  /** Sends what comes next in its stream, and moves past it. */
  async #next(fields: Fields): Promise<void> {
    const length = segLen(this.segment(fields));
    await this.inject(fields);
    this.sndNxt = seqAdd(this.sndNxt, length);
  }

  syn(fields: Fields = {}): Promise<void> {
    return this.#next({ flags: SYN, ack: 0, options: this.#offer(), ...fields });
  }

  synAck(fields: Fields = {}): Promise<void> {
    return this.#next({ flags: SYN | ACK, options: this.#offer(), ...fields });
  }

  #offer(): readonly TcpOption[] {
    return [...this.settings.options, ...this.options()];
  }

  ack(fields: Fields = {}): Promise<void> {
    return this.inject(fields);
  }

  data(payload: Uint8Array, fields: Fields = {}): Promise<void> {
    return this.#next({ flags: ACK | PSH, payload, ...fields });
  }

  fin(fields: Fields = {}): Promise<void> {
    return this.#next({ flags: FIN | ACK, ...fields });
  }

  /** A bare RST at its own next number. */
  rst(fields: Fields = {}): Promise<void> {
    return this.inject({ flags: RST, ack: 0, ...fields });
  }

  /** From now on it takes note of what arrives and says nothing of it. */
  silence(): void {
    this.#silent = true;
    this.#callOffAck();
  }

  /** It acknowledges again what arrives from now on. */
  speak(): void {
    this.#silent = false;
  }

  /** Forgets its connection, so that its next SYN begins another one at `iss`. */
  renew(iss: number): void {
    this.#callOffAck();
    this.sndNxt = iss;
    this.sndUna = iss;
    this.#edge = iss;
    this.rcvNxt = 0;
    this.tsRecent = 0;
    this.#stamping = this.settings.timestamps === true;
    this.stream.length = 0;
    this.#held.length = 0;
  }

  /** Opens to a listener: SYN, wait for SYN-ACK, its acknowledgment after the delay. */
  async open(): Promise<void> {
    await this.syn();
    await this.expect('the SYN-ACK', (s) => (s.flags & (SYN | ACK)) === (SYN | ACK));
    await this.#bench.clock.wait(this.settings.ackDelay);
    await this.ack();
  }

  /** Answers the SYN of a stack that connects, after the delay; wait then for the handshake's end. */
  async answer(): Promise<void> {
    const syn = await this.expect('the SYN', (s) => (s.flags & (SYN | ACK)) === SYN);
    this.remote = syn.source;
    await this.#bench.clock.wait(this.settings.ackDelay);
    await this.synAck();
    await this.expect('the ACK of the SYN-ACK', (s) => (s.flags & (SYN | ACK)) === ACK);
  }

  /**
   * The next unread segment that `test` takes, or undefined if none comes in time. Segments before it count
   * as read.
   */
  async maybe(test: (segment: Segment) => boolean, within: Nanos = PATIENCE): Promise<Segment | undefined> {
    const at = await this.#bench.clock.until(() => {
      const found = this.received.findIndex((segment, i) => i >= this.#unread && test(segment));
      return found < 0 ? undefined : found;
    }, within);
    if (at === undefined) return undefined;
    this.#unread = at + 1;
    return this.received[at];
  }

  /** Takes everything that has come so far as read. */
  overlook(): void {
    this.#unread = this.received.length;
  }

  /** As `maybe`, for a segment without which the scenario cannot go on. */
  async expect(what: string, test: (segment: Segment) => boolean, within?: Nanos): Promise<Segment> {
    const segment = await this.maybe(test, within);
    if (segment === undefined) throw new Unreached(`${what} did not come`);
    return segment;
  }

  /** Waits until the stack has acknowledged everything sent so far. */
  async acknowledged(within?: Nanos): Promise<void> {
    const all = this.sndNxt;
    const covers = (s: Segment) => (s.flags & ACK) !== 0 && seqMinus(s.ack, all) >= 0;
    if (seqMinus(this.sndUna, all) < 0) await this.expect('the acknowledgment', covers, within);
  }

  /** Waits until the stack's stream has grown to `size` octets, which it then gives. */
  async streamed(size: number, within: Nanos = PATIENCE): Promise<Uint8Array> {
    const whole = () => (this.stream.length >= size ? true : undefined);
    const there = await this.#bench.clock.until(whole, within);
    if (there === undefined) throw new Unreached(`${this.stream.length} of ${size} octets came`);
    return Uint8Array.from(this.stream);
  }

  /** Called for each segment that the stack sends here. */
  receive(segment: Segment, bracket: Bracket): void {
    this.#recorder.segment('sent', bracket, segment);
    this.received.push(segment);
    if (segment.flags & RST) return;
    if (segment.flags & SYN) this.#begin(segment);
    this.#noteTimestamp(segment);
    if (segment.flags & ACK) this.#noteAck(segment);
    this.#held.push(segment);
    this.#takeInOrder();
    if (segLen(segment) > 0 && !(segment.flags & SYN)) this.#oweAck();
  }

  #begin(syn: Segment): void {
    this.rcvNxt = seqAdd(syn.seq, 1);
    const offered = windowScaleOf(syn.options);
    this.#shift = windowScaleOf(this.settings.options) === undefined ? 0 : (offered ?? 0);
    this.#stamping &&= timestampsOf(syn) !== undefined;
    this.#lastAckSent = syn.seq;
  }

  #noteTimestamp(segment: Segment): void {
    const stamps = timestampsOf(segment);
    if (!this.#stamping || stamps === undefined) return;
    const first = (segment.flags & SYN) !== 0;
    if (!first && seqMinus(segment.seq, this.#lastAckSent) > 0) return;
    if (first || seqMinus(stamps.tsval, this.tsRecent) >= 0) this.tsRecent = stamps.tsval;
  }

  #noteAck({ ack, wnd, flags }: Segment): void {
    if (seqMinus(ack, this.sndUna) > 0) this.sndUna = ack;
    // RFC 7323 §2.2: the window of a SYN is never scaled.
    const edge = seqAdd(ack, wnd << (flags & SYN ? 0 : this.#shift));
    if (seqMinus(edge, this.#edge) > 0) this.#edge = edge;
  }

  #takeInOrder(): void {
    for (let moved = true; moved; ) {
      moved = false;
      for (const segment of this.#held) {
        const old = seqMinus(this.rcvNxt, segment.seq);
        if (segment.flags & SYN || old < 0 || old >= segLen(segment)) continue;
        this.stream.push(...(segment.payload ?? []).slice(old));
        this.rcvNxt = seqAdd(segment.seq, segLen(segment));
        moved = true;
      }
    }
    // What lies behind is done with; what lies ahead waits for the gap to be filled.
    const ahead = this.#held.filter((segment) => seqMinus(segment.seq, this.rcvNxt) > 0);
    this.#held.splice(0, this.#held.length, ...ahead);
  }

  #oweAck(): void {
    if (this.#silent || this.#cancelAck !== undefined) return;
    this.#cancelAck = this.#bench.clock.later(this.settings.ackDelay, async () => {
      this.#cancelAck = undefined;
      await this.ack();
    });
  }

  #callOffAck(): void {
    this.#cancelAck?.();
    this.#cancelAck = undefined;
  }
}
