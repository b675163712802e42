/**
 * How windows are scaled in both directions (RFC 7323 §2): by what the SYNs offered. Anybody may send a SYN
 * in a peer's name: which of them counts, the stack shows by the one that it acknowledges.
 */
import { ACK, FIN, RST, SYN } from '../trace/trace.ts';

/** A shift above 14 is taken as 14 (RFC 7323 §2.3). */
const MOST_SHIFT = 14;
const NONE = -1;
/** SYNs kept that the stack may yet answer. */
const MOST_ASKED = 4;

/** What was learnt of one direction. */
interface Scale {
  /** The shift that its SYN offered; −1 where it offered none or was not seen. */
  shift: number;
  /** The number of that SYN, −1 before it, and how many it takes. */
  synAt: number;
  length: number;
  finSeen: boolean;
  /** Whether the stack has acknowledged that SYN. */
  agreed: boolean;
}
const unlearnt = (): Scale => ({ shift: NONE, synAt: NONE, length: 1, finSeen: false, agreed: false });

/** A SYN of another number than the one that counts. */
interface Asked {
  readonly seq: number;
  readonly length: number;
  readonly shift: number;
}

export class Scales {
  private readonly sent = unlearnt();
  private readonly arrived = unlearnt();
  private readonly asked: Asked[] = [];
  /** What ends a connection has been seen: the stack's next SYN begins another. */
  private reset = false;

  restart(): void {
    this.unlearn();
    this.reset = false;
    this.asked.length = 0;
  }

  /** Takes in a segment: its shift is −1 without the option; `length` counts SYN and FIN. */
  take(
    kind: 'sent' | 'arrived',
    flags: number,
    seq: number,
    ack: number,
    length: number,
    shift: number,
  ): void {
    if ((flags & RST) !== 0) this.reset = true;
    if ((flags & SYN) !== 0) {
      if (kind === 'sent') this.own(seq, length, shift);
      else this.theirs(seq, length, shift);
    }
    if ((flags & FIN) !== 0) this[kind].finSeen = true;
    if (kind !== 'sent' || (flags & (ACK | RST)) !== ACK) return;
    const syn = (flags & SYN) !== 0;
    // In the midst of a connection only a SYN,ACK says which SYN it is for.
    if (syn ? seq === this.sent.synAt : !this.arrived.agreed) this.answers(ack);
  }

  /** RFC 7323 §2.2: scaled only where both SYNs offered it. */
  shift(kind: 'sent' | 'arrived'): number {
    return this.sent.shift < 0 || this.arrived.shift < 0 ? 0 : this[kind].shift;
  }

  private own(seq: number, length: number, shift: number): void {
    if (this.sent.synAt >= 0 && this.sent.synAt !== seq) {
      if (!this.reset && !(this.sent.finSeen && this.arrived.finSeen)) return;
      this.reset = false;
      this.unlearn();
    }
    learn(this.sent, seq, length, shift);
  }

  private theirs(seq: number, length: number, shift: number): void {
    if (this.arrived.synAt < 0 || this.arrived.synAt === seq) {
      learn(this.arrived, seq, length, shift);
      return;
    }
    if (this.asked.length === MOST_ASKED) this.asked.shift();
    this.asked.push({ seq, length, shift });
  }

  private answers(ack: number): void {
    const { arrived } = this;
    if (covers(arrived.synAt, arrived.length, ack)) {
      arrived.agreed = true;
      return;
    }
    const found = this.asked.findLast(({ seq, length }) => covers(seq, length, ack));
    if (!found) return;
    Object.assign(arrived, unlearnt());
    learn(arrived, found.seq, found.length, found.shift);
    arrived.agreed = true;
    this.asked.length = 0;
  }

  private unlearn(): void {
    Object.assign(this.sent, unlearnt());
    Object.assign(this.arrived, unlearnt());
  }
}

/** The same SYN again, without the option now: the one that had it may be the one that was answered. */
function learn(known: Scale, seq: number, length: number, shift: number): void {
  if (known.synAt === seq && shift < 0) return;
  known.shift = Math.min(shift, MOST_SHIFT);
  known.synAt = seq;
  known.length = length;
}

const covers = (seq: number, length: number, ack: number): boolean => {
  const ahead = (ack - seq) | 0;
  return seq >= 0 && ahead > 0 && ahead <= length;
};
