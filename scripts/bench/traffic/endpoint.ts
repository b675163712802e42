/** One end of a generated connection. */
import { ACK, FIN, PSH, SYN } from '../../../src/trace/trace.ts';
import { Receiver } from './receiver.ts';
import { FULL, type Host, type Sent, SHIFT, SYN_WINDOW, WINDOW } from './segment.ts';
import { type Flight, Sender } from './sender.ts';
import type { Timeline } from './timeline.ts';

const MS = 1e6;
/** How long an ACK may wait (RFC 9293 §3.8.6.3 allows 500 ms), and the first RTO (RFC 6298 §2.1). */
const DELAYED_ACK = 40 * MS;
const FIRST_RTO = 1000 * MS;
/** An application gives its text in pieces of so many octets; the last segment of each has PSH. */
const PIECE = 65_536;

/** What an end is driven by. */
export interface App {
  opened(end: Endpoint): void;
  /** So many octets of text in all have come. */
  received(end: Endpoint, octets: number): void;
}

export class Endpoint {
  readonly host: Host;
  readonly sender = new Sender();
  private readonly receiver = new Receiver();
  private readonly time: Timeline;
  private readonly app: App;
  private readonly transmit: (from: Endpoint, segment: Sent) => void;
  private open = false;
  /** Behind the last octet that the application has given. */
  private written = 1;
  private closing = false;
  private finSent = false;
  private finCame = false;
  /** When the delayed ACK is due, and whether somebody will look. */
  private due = 0;
  private watched = false;

  constructor(host: Host, time: Timeline, app: App, transmit: (from: Endpoint, segment: Sent) => void) {
    this.host = host;
    this.time = time;
    this.app = app;
    this.transmit = transmit;
  }

  /** Whether both directions are closed and acknowledged. */
  get done(): boolean {
    return this.finCame && this.finSent && this.sender.una === this.sender.nxt;
  }

  connect(): void {
    this.sender.sent(1, SYN);
    this.emit(SYN, 0, 0);
    this.time.at(this.time.now + FIRST_RTO, () => {
      if (this.sender.una > 0) return;
      this.sender.synWasLost();
      this.emit(SYN, 0, 0, true);
    });
  }

  write(octets: number, close = false): void {
    this.written += octets;
    this.closing = close;
    this.flush();
  }

  takes(segment: Sent): void {
    const { flags } = segment;
    if ((flags & SYN) !== 0) {
      this.greeted(segment);
      return;
    }
    const edge = segment.ack + (WINDOW << SHIFT);
    const lost = this.sender.hears(segment.ack, edge, segment.left, segment.right);
    if (!this.open) this.opens();
    const before = this.receiver.next;
    const fin = flags & FIN;
    const atOnce = this.receiver.takes(segment, segment.length + fin);
    if (fin !== 0) this.finCame = true;
    if (lost !== undefined) this.resend(lost);
    if (this.finCame && !this.finSent) this.closing = true;
    this.flush();
    if (this.receiver.owed > 0) this.owes(atOnce || fin !== 0);
    const text = this.receiver.next - (this.finCame ? 1 : 0) - 1;
    if (this.receiver.next > before && text > 0 && segment.length > 0) this.app.received(this, text);
  }

  /** A SYN is answered, and the answer to ours is acknowledged. */
  private greeted(segment: Sent): void {
    this.receiver.tsRecent = segment.tsVal;
    this.receiver.next = 1;
    if ((segment.flags & ACK) !== 0) {
      this.sender.hears(segment.ack, segment.ack + SYN_WINDOW, -1, -1);
      this.emit(ACK, this.sender.nxt, 0);
      this.opens();
      return;
    }
    this.sender.edge = 1 + SYN_WINDOW;
    this.sender.sent(1, SYN | ACK);
    this.emit(SYN | ACK, 0, 0);
  }

  private opens(): void {
    this.open = true;
    this.app.opened(this);
  }

  /** Sends what the windows let go. */
  private flush(): void {
    if (!this.open) return;
    const { sender } = this;
    while (sender.nxt < this.written) {
      const octets = Math.min(FULL, this.written - sender.nxt);
      const end = sender.nxt + octets;
      const last = end === this.written;
      const fin = last && this.closing ? FIN : 0;
      if (!sender.fits(octets + fin)) return;
      const piece = last || Math.floor((end - 1) / PIECE) !== Math.floor((end - 1 - octets) / PIECE);
      this.send(ACK | fin | (piece ? PSH : 0), octets);
    }
    if (this.closing && !this.finSent && sender.fits(1)) this.send(ACK | FIN, 0);
  }

  private send(flags: number, octets: number): void {
    const seq = this.sender.nxt;
    this.sender.sent(octets + (flags & FIN), flags);
    if ((flags & FIN) !== 0) this.finSent = true;
    this.emit(flags, seq, octets);
  }

  private resend(lost: Flight): void {
    this.emit(lost.flags, lost.seq, lost.end - lost.seq - (lost.flags & FIN), true);
  }

  private owes(atOnce: boolean): void {
    if (atOnce) {
      this.emit(ACK, this.sender.nxt, 0);
      return;
    }
    this.due = this.time.now + DELAYED_ACK;
    if (!this.watched) this.watch();
  }

  private watch(): void {
    this.watched = true;
    this.time.at(this.due, () => {
      this.watched = false;
      if (this.receiver.owed === 0) return;
      if (this.due > this.time.now) this.watch();
      else this.emit(ACK, this.sender.nxt, 0);
    });
  }

  private emit(flags: number, seq: number, length: number, again = false): void {
    const { receiver, host } = this;
    host.ipId = (host.ipId + 1) & 0xffff;
    receiver.acknowledged();
    this.transmit(this, {
      flags,
      seq,
      ack: receiver.next,
      length,
      tsVal: (host.clock + Math.floor(this.time.now / MS)) >>> 0,
      tsEcr: receiver.tsRecent,
      left: receiver.left,
      right: receiver.right,
      ipId: host.ipId,
      again,
    });
  }
}
