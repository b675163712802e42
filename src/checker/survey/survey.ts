/**
 * The first pass over a capture: which connections there are, where they begin anew, and what the recording
 * can prove about each end (captures.md §5). Nothing is judged before it is done. One row of numbers a
 * connection; nothing is allocated for a packet.
 */
import { ACK, FIN, RST, SYN } from '../../trace/trace.ts';
import { CHECKSUM, MARK, OPTION, W, type Wire } from '../../trace/wire.ts';
import { Again } from './again.ts';
import { Flows } from './flows.ts';
import { FrameList } from './frame-list.ts';
import { Health } from './health.ts';
import { echoesUnseen, resets, saysLess } from './order.ts';
import { acknowledge, after, isCopy, type Marks, SHOWN, takeIn } from './sequence.ts';
import { C, FLAW, rowAt, rowOf, S, SEEN, sideAt, Table } from './table.ts';

const NONE = -1;
const SKIPPED = MARK.FRAGMENT | MARK.LENGTH_LIES;
/** A payload that no unmerged segment has, where the peer's MSS is not known. Octets. */
const LARGEST_USUAL = 1460;
/** What a peer takes that has said nothing (RFC 9293 §3.7.1). Octets. */
const LEAST_USUAL = 536;
/** How long a reset may be on its way that answers the connection before. Nanoseconds. */
const RESET_LATE = 100e6;

export class Survey {
  readonly flows = new Flows();
  readonly table = new Table();
  readonly health = new Health();
  /** Records that are no packets of their own (copies) or that nobody can have accepted, in order. */
  readonly skipped = new FrameList();
  readonly again = new Again();
  /** The last record's time. */
  end = 0;
  segments = 0;
  /** First and present connection of each flow. */
  private heads = new Int32Array(1024).fill(NONE);
  private present = new Int32Array(1024).fill(NONE);
  private readonly marks: Marks = { seq: 0, ack: 0, shape: 0, clock: 0, id: 0, time: 0 };
  private latest = Number.NEGATIVE_INFINITY;
  private readonly doubles: boolean;

  /** `doubles`: whether the recorder may have recorded a packet twice; else the network has doubled it. */
  constructor(doubles = true) {
    this.doubles = doubles;
  }

  /** Takes in one decoded segment; `time` is NaN where the container has none. */
  take(bytes: Uint8Array, wire: Wire, frame: number, time: number): void {
    this.segments++;
    const flow = this.flows.find(bytes, wire);
    const { side } = this.flows;
    const row = this.rowFor(flow, side, wire, frame, time);
    const d = this.table.data;
    d[row + C.LAST_FRAME] = frame;
    d[row + C.PACKETS] = (d[row + C.PACKETS] ?? 0) + 1;
    this.clock(row, frame, time);
    const s = sideAt(row, side);
    const flaws = this.surface(row, side, wire, frame);
    if (this.isSkipped(row, side, wire, frame, time)) return;
    d[s + S.PACKETS] = (d[s + S.PACKETS] ?? 0) + 1;
    d[s + S.FLAWS] = (d[s + S.FLAWS] ?? 0) | flaws;
    this.sequence(row, side, wire, frame);
    const peer = sideAt(row, side === 0 ? 1 : 0);
    if (echoesUnseen(d, s, peer, wire)) this.flaw(peer, FLAW.LOST, 'capture-loss', frame);
    this.handshake(row, side, wire, frame, time);
    if (saysLess(d, s, wire, time)) this.flaw(s, FLAW.ORDER, '', frame);
  }

  /** The first connection of a flow; {@link C.NEXT} leads on. */
  head(flow: number): number {
    return this.heads[flow] ?? NONE;
  }

  /** No packet comes any more: SYNs that were waiting for an answer begin connections of their own. */
  finish(): void {
    const rows = this.table.rows;
    for (let i = 0; i < rows; i++)
      if ((this.table.data[rowAt(i) + C.CANDIDATE] ?? NONE) !== NONE) this.beginAnew(rowAt(i), NONE);
  }

  get octets(): number {
    return this.flows.octets + this.table.octets + this.heads.byteLength + this.present.byteLength;
  }

  /** The row of the connection that a packet belongs to. */
  private rowFor(flow: number, side: 0 | 1, wire: Wire, frame: number, time: number): number {
    if (flow >= this.heads.length) this.growFlows();
    const now = this.present[flow] ?? NONE;
    const flags = wire[W.FLAGS] ?? 0;
    if (now === NONE) {
      const first = this.begin(flow, side, frame);
      if ((flags & (SYN | ACK | RST)) !== SYN) this.table.data[first + C.ODD] = 1;
      return first;
    }
    const row = rowAt(now);
    const seq = wire[W.SEQ] ?? 0;
    if ((flags & (SYN | ACK | RST)) === SYN) return this.syn(row, flow, side, wire, frame, time);
    if ((flags & (SYN | ACK | RST)) === (SYN | ACK) && this.isUnasked(row, side, seq)) {
      const next = this.begin(flow, side, frame, row);
      this.table.data[next + C.ODD] = 1;
      return next;
    }
    if ((this.table.data[row + C.CANDIDATE] ?? NONE) === NONE) return row;
    return this.settleCandidate(row, side, flags, seq, wire[W.ACK] ?? 0, frame);
  }

  /** A SYN where a connection is known: a copy of its own, the next connection, or nobody knows yet. */
  private syn(row: number, flow: number, side: 0 | 1, wire: Wire, frame: number, time: number): number {
    const d = this.table.data;
    const seq = wire[W.SEQ] ?? 0;
    const isn = d[sideAt(row, side) + S.ISN] ?? NONE;
    const seen = d[row + C.SEEN] ?? 0;
    if (isn === seq) return row;
    // A simultaneous open: the other side's SYN.
    const onlySyns = (seen & (SEEN.OTHER | SEEN.SYN_ACK)) === 0;
    if (isn === NONE && onlySyns) return row;
    if (onlySyns || isOver(seen)) return this.begin(flow, side, frame, row);
    if (d[row + C.CANDIDATE] === NONE || d[row + C.CANDIDATE_SEQ] !== seq) {
      d[row + C.CANDIDATE] = frame;
      d[row + C.CANDIDATE_SIDE] = side;
      d[row + C.CANDIDATE_SEQ] = seq;
      d[row + C.CANDIDATE_TIME] = time;
      d[row + C.CANDIDATE_MSS] = wire[W.MSS] ?? NONE;
    }
    return row;
  }

  /** A SYN,ACK of another number behind the end of a connection: the SYN that it answers was not seen. */
  private isUnasked(row: number, side: 0 | 1, seq: number): boolean {
    const d = this.table.data;
    const isn = d[sideAt(row, side) + S.ISN] ?? NONE;
    return d[row + C.CANDIDATE] === NONE && isn !== NONE && isn !== seq && isOver(d[row + C.SEEN] ?? 0);
  }

  /** The packet behind a SYN in the midst tells what that SYN was. */
  private settleCandidate(
    row: number,
    side: 0 | 1,
    flags: number,
    seq: number,
    ack: number,
    frame: number,
  ): number {
    const d = this.table.data;
    const asked = d[row + C.CANDIDATE_SEQ] ?? 0;
    const mine = d[row + C.CANDIDATE_SIDE] === side;
    const answered = !mine && (flags & ACK) !== 0 && (flags & (SYN | RST)) !== 0 && after(ack, asked) === 1;
    const alone = ((d[sideAt(row, side) + S.FLAWS] ?? 0) & FLAW.TTL) === 0;
    const went = mine && alone && (flags & SYN) === 0 && after(seq, asked) === 1;
    if (answered || went) return this.beginAnew(row, frame);
    // The old connection goes on: that SYN was answered by a challenge ACK, or lost.
    if (!mine) d[row + C.CANDIDATE] = NONE;
    return row;
  }

  /** The candidate's SYN begins the next connection. */
  private beginAnew(row: number, frame: number): number {
    const old = this.table.data;
    const [first, side, seq, time, mss] = [0, 1, 2, 3, 4].map((i) => old[row + C.CANDIDATE + i] ?? 0);
    old[row + C.CANDIDATE] = NONE;
    const next = this.begin(old[row + C.FLOW] ?? 0, side === 1 ? 1 : 0, first ?? 0, row);
    const d = this.table.data;
    const s = sideAt(next, side === 1 ? 1 : 0);
    d[s + S.ISN] = seq ?? 0;
    d[s + S.SYN_TIME] = time ?? 0;
    d[s + S.MSS] = mss ?? NONE;
    d[s + S.MAX] = ((seq ?? 0) + 1) % 4294967296;
    d[s + S.PACKETS] = 1;
    d[next + C.SEEN] = SEEN.SYN;
    d[next + C.PACKETS] = 1;
    d[next + C.LAST_FRAME] = Math.max(first ?? 0, frame);
    return next;
  }

  private begin(flow: number, side: 0 | 1, frame: number, before = NONE): number {
    const row = this.table.add();
    const d = this.table.data;
    d[row + C.FLOW] = flow;
    d[row + C.FIRST_FRAME] = frame;
    d[row + C.LAST_FRAME] = frame;
    d[row + C.OPENER] = side;
    if (before === NONE) this.heads[flow] = rowOf(row);
    else this.follow(before, row);
    this.present[flow] = rowOf(row);
    return row;
  }

  /** What the same sockets did before tells by which way their packets come. */
  private follow(before: number, row: number): void {
    const d = this.table.data;
    d[before + C.NEXT] = rowOf(row);
    d[row + C.BEFORE] = before;
    for (const side of [0, 1] as const) {
      const [from, to] = [sideAt(before, side), sideAt(row, side)];
      d[to + S.TTL] = d[from + S.TTL] ?? NONE;
      d[to + S.FLAWS] = (d[from + S.FLAWS] ?? 0) & FLAW.TTL;
    }
  }

  /** Packets of one side come by different ways: in the connections before this one too. */
  private strange(row: number, side: 0 | 1): void {
    const d = this.table.data;
    for (let at = row; at !== NONE; at = d[at + C.BEFORE] ?? NONE) {
      const flaws = sideAt(at, side) + S.FLAWS;
      if (at !== row && ((d[flaws] ?? 0) & FLAW.TTL) !== 0) return;
      d[flaws] = (d[flaws] ?? 0) | FLAW.TTL;
    }
  }

  private growFlows(): void {
    const grow = (old: Int32Array): Int32Array<ArrayBuffer> => {
      const larger = new Int32Array(2 * old.length).fill(NONE);
      larger.set(old);
      return larger;
    };
    this.heads = grow(this.heads);
    this.present = grow(this.present);
  }

  private clock(row: number, frame: number, time: number): void {
    const d = this.table.data;
    if (Number.isNaN(time)) {
      this.mark(row, SEEN.NO_TIME);
      this.health.note('no-time', frame);
      return;
    }
    if (time < this.latest) this.health.note('time-back', frame);
    this.latest = time;
    if (time > this.end) this.end = time;
    if (time < (d[row + C.LAST_TIME] ?? NONE)) this.mark(row, SEEN.TIME_BACK);
    d[row + C.LAST_TIME] = time;
  }

  private mark(row: number, bits: number): void {
    this.table.data[row + C.SEEN] = (this.table.data[row + C.SEEN] ?? 0) | bits;
  }

  /** What one packet shows by itself. */
  private surface(row: number, side: 0 | 1, wire: Wire, frame: number): number {
    const d = this.table.data;
    const s = sideAt(row, side);
    const marks = wire[W.MARKS] ?? 0;
    const checksum = wire[W.CHECKSUM] ?? 0;
    let flaws = 0;
    if ((marks & MARK.SNAPPED) !== 0) flaws |= FLAW.SNAPPED;
    if (((wire[W.OPTIONS] ?? 0) & OPTION.CUT) !== 0) flaws |= FLAW.OPTIONS_CUT;
    if ((marks & MARK.OUTBOUND) !== 0) flaws |= FLAW.OUTBOUND;
    if (checksum === CHECKSUM.PARTIAL || (marks & MARK.CHECKSUM_NOT_READY) !== 0) {
      flaws |= FLAW.PARTIAL_CHECKSUM;
      this.health.note('checksum-offload', frame);
    }
    if ((marks & (MARK.NO_LENGTH | MARK.SUPER_SEGMENT | MARK.JUMBO)) !== 0) {
      flaws |= FLAW.OFFLOAD;
      this.health.note('offload', frame);
    }
    const ttl = wire[W.TTL] ?? NONE;
    if (d[s + S.TTL] === NONE) d[s + S.TTL] = ttl;
    else if (d[s + S.TTL] !== ttl) {
      this.strange(row, side);
      this.health.note('third-party', frame);
    }
    if ((flaws & FLAW.SNAPPED) !== 0) this.health.note('snapped', frame);
    return flaws;
  }

  /** Whether the packet counts for nobody: a copy, a fragment, octets that nobody can have accepted. */
  private isSkipped(row: number, side: 0 | 1, wire: Wire, frame: number, time: number): boolean {
    const d = this.table.data;
    const s = sideAt(row, side);
    const peer = sideAt(row, side === 0 ? 1 : 0);
    const skip = (flaw: number, name: string): true => {
      d[s + S.FLAWS] = (d[s + S.FLAWS] ?? 0) | flaw;
      this.health.note(name, frame);
      this.skipped.add(frame);
      return true;
    };
    const marks = wire[W.MARKS] ?? 0;
    if ((marks & SKIPPED) !== 0)
      return (marks & MARK.FRAGMENT) !== 0
        ? skip(FLAW.FRAGMENT | FLAW.LOST, 'fragments')
        : skip(FLAW.LENGTH | FLAW.LOST, 'length');
    if (wire[W.CHECKSUM] === CHECKSUM.GOOD) d[s + S.GOOD] = (d[s + S.GOOD] ?? 0) + 1;
    if (wire[W.CHECKSUM] === CHECKSUM.BAD) {
      // Where none of this side was ever right, addresses were rewritten: that says nothing of the stack.
      if ((d[s + S.GOOD] ?? 0) > 0) return skip(FLAW.BAD_CHECKSUM, 'bad-checksum');
      this.flaw(s, FLAW.BAD_CHECKSUM, 'bad-checksum', frame);
    }
    if (this.isOlder(row, s, peer, wire, time)) {
      this.skipped.add(frame);
      d[s + S.FLAWS] = (d[s + S.FLAWS] ?? 0) | FLAW.LOST;
      return true;
    }
    const m = this.marks;
    m.seq = wire[W.SEQ] ?? 0;
    m.ack = wire[W.ACK] ?? 0;
    m.shape = (wire[W.LENGTH] ?? 0) * 512 + (wire[W.FLAGS] ?? 0);
    m.clock = wire[W.TSVAL] ?? NONE;
    m.id = wire[W.IP_ID] ?? NONE;
    m.time = Number.isNaN(time) ? 0 : time;
    return this.doubles && isCopy(d, s, m) && skip(FLAW.TWICE, 'recorded-twice');
  }

  /** A reset that fits nothing of this connection, soon after the one before: it answers that one. */
  private isOlder(row: number, s: number, peer: number, wire: Wire, time: number): boolean {
    const d = this.table.data;
    const before = d[row + C.BEFORE] ?? NONE;
    // Of one that was seen to begin it is known what it answers.
    if (((wire[W.FLAGS] ?? 0) & RST) === 0 || before === NONE || d[before + C.ODD] !== 1) return false;
    const began = Math.max(d[s + S.SYN_TIME] ?? NONE, d[peer + S.SYN_TIME] ?? NONE);
    return time - began <= RESET_LATE && !resets(d, s, peer, wire);
  }

  private sequence(row: number, side: 0 | 1, wire: Wire, frame: number): void {
    const d = this.table.data;
    const s = sideAt(row, side);
    const peer = sideAt(row, side === 0 ? 1 : 0);
    const flags = wire[W.FLAGS] ?? 0;
    if ((flags & RST) !== 0) {
      // One that stands elsewhere somebody else may have sent: then the connection goes on.
      if (resets(d, s, peer, wire)) this.mark(row, SEEN.RST | SEEN.OTHER);
      return;
    }
    const text = wire[W.LENGTH] ?? 0;
    const length = text + ((flags & SYN) !== 0 ? 1 : 0) + ((flags & FIN) !== 0 ? 1 : 0);
    if ((flags & SYN) === 0) this.mark(row, SEEN.OTHER);
    if ((flags & FIN) !== 0) this.mark(row, side === 0 ? SEEN.FIN_0 : SEEN.FIN_1);
    if (this.isLarge(s, peer, text, wire[W.OPTION_OCTETS] ?? 0)) this.flaw(s, FLAW.OFFLOAD, 'offload', frame);
    const shown = takeIn(d, s, wire[W.SEQ] ?? 0, length);
    if (shown === SHOWN.HOLE) d[s + S.FLAWS] = (d[s + S.FLAWS] ?? 0) | FLAW.HOLE;
    if (shown === SHOWN.FILLED) this.flaw(s, FLAW.ORDER, '', frame);
    if (shown === SHOWN.AGAIN) {
      this.flaw(s, FLAW.RETRANSMITS, '', frame);
      if (text > 0) this.again.add(rowOf(row), side, wire[W.SEQ] ?? 0, text);
    }
    if ((flags & ACK) === 0) return;
    const unseen = acknowledge(d, peer, wire[W.ACK] ?? 0) || this.reportsUnseen(peer, wire);
    if (unseen && (d[peer + S.PACKETS] ?? 0) > 0) this.flaw(peer, FLAW.LOST, 'capture-loss', frame);
  }

  /** Whether an adapter must have joined the segment, or will cut it: one that sums up may do that too. */
  private isLarge(s: number, peer: number, text: number, options: number): boolean {
    const d = this.table.data;
    const mss = d[peer + S.MSS] ?? NONE;
    if (text > LARGEST_USUAL && text > mss) return true;
    if (((d[s + S.FLAWS] ?? 0) & FLAW.PARTIAL_CHECKSUM) === 0 || d[peer + S.ISN] === NONE) return false;
    return text + options > (mss === NONE ? LEAST_USUAL : mss);
  }

  /** A SACK block reaches beyond what was seen: the recorder missed it, or numbers were rewritten. */
  private reportsUnseen(peer: number, wire: Wire): boolean {
    const max = this.table.data[peer + S.MAX] ?? NONE;
    const blocks = wire[W.SACKS] ?? 0;
    if (max === NONE) return false;
    for (let i = 0; i < blocks; i++) if (after(wire[W.SACK + 2 * i + 1] ?? 0, max) > 0) return true;
    return false;
  }

  private flaw(s: number, flaw: number, name: string, frame: number): void {
    this.table.data[s + S.FLAWS] = (this.table.data[s + S.FLAWS] ?? 0) | flaw;
    if (name !== '') this.health.note(name, frame);
  }

  /** How long each side took to answer in the handshake: where the recorder sat. */
  private handshake(row: number, side: 0 | 1, wire: Wire, frame: number, time: number): void {
    const d = this.table.data;
    const s = sideAt(row, side);
    const peer = sideAt(row, side === 0 ? 1 : 0);
    const flags = wire[W.FLAGS] ?? 0;
    if ((flags & (SYN | RST)) === SYN) {
      const again = d[s + S.ISN] !== NONE;
      // A SYN,ACK of another number is somebody else's, or of a connection that never was.
      if (again && d[s + S.ISN] !== (wire[W.SEQ] ?? 0)) return;
      d[s + S.ISN] = wire[W.SEQ] ?? 0;
      d[s + S.MSS] = wire[W.MSS] ?? NONE;
      d[s + S.SYN_TIME] = time;
      this.mark(row, (flags & ACK) !== 0 ? SEEN.SYN_ACK : SEEN.SYN);
      const asked = d[peer + S.SYN_TIME] ?? NONE;
      if (!again && (d[peer + S.LAST_ACK] !== NONE || d[s + S.LAST_ACK] !== NONE)) {
        // Behind its answer, or what comes later: nobody saw how the connection began.
        d[row + C.ODD] = 1;
        this.flaw(s, FLAW.ORDER | FLAW.LOST, 'order', frame);
      }
      if ((flags & ACK) === 0 && ((d[row + C.SEEN] ?? 0) & SEEN.SYN_ACK) !== 0 && d[peer + S.ISN] !== NONE)
        this.flaw(s, FLAW.ORDER | FLAW.LOST, 'order', frame);
      if ((flags & ACK) !== 0 && asked >= 0) {
        if (time < asked) this.flaw(peer, FLAW.ORDER | FLAW.LOST, 'order', frame);
        else d[row + C.GAP + side] = Math.min(d[row + C.GAP + side] ?? 0, time - asked);
      }
      return;
    }
    const infinite = d[row + C.GAP + side] === Number.POSITIVE_INFINITY;
    const answers = (flags & (ACK | RST)) === ACK && after(wire[W.ACK] ?? 0, d[peer + S.ISN] ?? 0) === 1;
    if (infinite && answers && ((d[row + C.SEEN] ?? 0) & SEEN.SYN_ACK) !== 0 && d[peer + S.ISN] !== NONE)
      d[row + C.GAP + side] = time - (d[peer + S.SYN_TIME] ?? 0);
  }
}

/** Any SYN begins another connection. */
const isOver = (seen: number): boolean =>
  (seen & SEEN.RST) !== 0 || (seen & (SEEN.FIN_0 | SEEN.FIN_1)) === (SEEN.FIN_0 | SEEN.FIN_1);
