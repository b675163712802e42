/** A segment from somebody whom nobody expects: numbers near the true ones, options or none. */
import type { Random } from '../checker/random-boxes.ts';
import { BIT, E } from '../spec/event.ts';
import { allSlots, RCV, SND, slotOf } from '../spec/tcb.ts';
import type { Unit } from '../spec/term.ts';
import type { Stranger } from './theme.ts';

const NEXT = slotOf(RCV.NXT);
const MAX = slotOf(SND.MAX);
const TURN = 4294967296;
const SOME_MSS = [536, 1000, 1460];
const SOME_SHIFT = [0, 2, 7, 14];
const OLD_TICKS = [-20_000, -100_000];
const LATE_TICKS = [1000];
const TICKS = [0, 0, 0, 1, 50, -1, -50, -100_000];

/** A number beside one that stands in a slot of the unit, or anywhere where none does. */
function near(unit: Unit, box: Float64Array, beside: readonly number[], random: Random): number {
  const values = allSlots()
    .filter((slot) => slot.unit === unit)
    .map((slot) => box[slot.lo] ?? 0)
    .filter((value) => Number.isFinite(value));
  // What is drawn later for such a slot stands within half a turn of this.
  return (values.length > 0 ? random.pick(values) : 1.5 * TURN) + random.pick(beside);
}

/** Half of all strangers know the options of the connection; who knows its numbers always does. */
function withOptions(
  e: Float64Array,
  box: Float64Array,
  { old = false, exact }: Stranger,
  random: Random,
): void {
  const syn = ((e[E.FLAGS] ?? 0) & BIT.SYN) !== 0;
  const take = (bit: number, chance: number): boolean => {
    if (!random.chance(chance)) return false;
    e[E.FLAGS] = (e[E.FLAGS] ?? 0) | bit;
    return true;
  };
  if (take(BIT.TIMESTAMPS, old || exact ? 1 : 0.5)) {
    e[E.TSVAL] = near('peer tick', box, old ? OLD_TICKS : exact ? LATE_TICKS : TICKS, random);
    e[E.TSECR] = near('own tick', box, TICKS, random);
  }
  if (syn && take(BIT.MSS, 0.7)) e[E.MSS] = random.pick(SOME_MSS);
  if (syn && take(BIT.WINDOW_SCALE, 0.5)) e[E.SHIFT] = random.pick(SOME_SHIFT);
  if (syn) take(BIT.SACK_PERMITTED, 0.5);
  else if (take(BIT.SACK, 0.2)) {
    e[E.SACKS] = 1;
    e[E.SACK] = near('own', box, [0, 1, 300], random);
    e[E.SACK + 1] = (e[E.SACK] ?? 0) + random.between(1, 900);
  }
}

export function strange(stranger: Stranger, box: Float64Array, random: Random): Float64Array {
  const { flags: kinds, beside, exact } = stranger;
  const expected = box[NEXT.lo] ?? 0;
  const end = box[MAX.lo] ?? 0;
  const e = new Float64Array(E.SIZE);
  const flags = random.pick(kinds);
  const text =
    random.chance(stranger.text ?? 0.3) && (flags & (BIT.SYN | BIT.RST)) === 0 ? random.between(1, 900) : 0;
  e[E.FLAGS] = flags;
  e[E.SEQ] =
    exact && Number.isFinite(expected)
      ? expected + random.pick(exact.seq)
      : near('peer', box, beside, random);
  const ack = exact && Number.isFinite(end) ? end + random.pick(exact.ack) : near('own', box, beside, random);
  e[E.ACK] = (flags & BIT.ACK) !== 0 ? ack : 0;
  e[E.TEXT] = text;
  e[E.LEN] = text + ((flags & BIT.SYN) !== 0 ? 1 : 0) + ((flags & BIT.FIN) !== 0 ? 1 : 0);
  e[E.WND] = random.pick([0, 500, 8000]);
  e[E.MSS] = 536;
  e[E.SHIFT] = -1;
  withOptions(e, box, stranger, random);
  return e;
}
