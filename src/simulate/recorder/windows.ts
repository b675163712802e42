/**
 * Windows as a header can hold them (RFC 7323 §2): 16 bits, shifted once both SYNs had the option. A walked
 * stack decides its window in octets; here it becomes one that the wire can tell.
 */
import { BIT, E, HIGH } from '../../spec/event.ts';
import { CLOSED, LISTEN, SYN_SENT } from '../../spec/state.ts';
import { PEER, STATE, slotOf } from '../../spec/tcb.ts';

const OFFERED = slotOf(PEER.SHIFT);
const MOST_SHIFT = 14;

/** Octets that a window of this shift counts in, less one. */
const grainOf = (shift: number): number => 2 ** Math.min(Math.max(shift, 0), MOST_SHIFT) - 1;

/** Rounds the window of an event down to what a header with this grain can say. */
export function roundWindow(event: Float64Array, grain: number): void {
  const window = event[E.WND] ?? 0;
  event[E.WND] = window - (window % (grain + 1));
  event[E.GRAIN] = grain;
  event[E.WND + HIGH] = event[E.WND] ?? 0;
  event[E.GRAIN + HIGH] = grain;
}

/** What one stack has offered, and so how its windows are shifted. */
export class Windows {
  /** The shift of its SYN; −1 where that had none, or before it. */
  private shift = -1;

  /**
   * Makes the window of a segment that the stack is about to send one that its header can hold. Stacks say
   * the same shift on each of their SYNs: the first one drawn stands.
   */
  fit(event: Float64Array, box: Float64Array): void {
    const flags = event[E.FLAGS] ?? 0;
    if ((flags & BIT.SYN) === 0) {
      roundWindow(event, this.shift >= 0 && (box[OFFERED.lo] ?? -1) >= 0 ? grainOf(this.shift) : 0);
      return;
    }
    if ((flags & BIT.WINDOW_SCALE) === 0) return;
    if (this.shift < 0) this.shift = event[E.SHIFT] ?? 0;
    event[E.SHIFT] = this.shift;
    event[E.SHIFT + HIGH] = this.shift;
  }

  /** The grain of windows that the stack is told by its peer: 0 until both have offered. */
  peersGrain(box: Float64Array): number {
    return this.shift >= 0 ? grainOf(box[OFFERED.lo] ?? -1) : 0;
  }

  /** The shift of its SYNs, −1 where they have none. */
  get offered(): number {
    return this.shift;
  }
}

/** States before a stack has read a SYN. */
const SYNLESS = CLOSED | LISTEN | SYN_SENT;

/**
 * Windows of a segment that somebody sends in the name of a stack's peer: which of two SYNs with another
 * shift counts no capture tells, so he knows how the peer’s are shifted.
 */
export function asPeersWindows(event: Float64Array, stack: Windows, box: Float64Array, peer: Windows): void {
  const flags = event[E.FLAGS] ?? 0;
  if ((flags & BIT.SYN) === 0) {
    roundWindow(event, stack.peersGrain(box));
    return;
  }
  const read = ((box[STATE.slot.lo] ?? 0) & SYNLESS) === 0;
  const shift = read ? (box[OFFERED.lo] ?? -1) : peer.offered;
  event[E.FLAGS] = shift < 0 ? flags & ~BIT.WINDOW_SCALE : flags | BIT.WINDOW_SCALE;
  event[E.SHIFT] = shift;
}
