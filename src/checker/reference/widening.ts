/**
 * Why the checker lets pass what no path survives: the fewest slots that must be as wide as it holds them
 * for the segment to have a reason.
 */
import { allSlots } from '../../spec/tcb.ts';
import type { Slot } from '../../spec/term.ts';
import type { Path } from './path.ts';

/**
 * `hull`: no state has these values together, the hull of the paths has. `belief`: the checker's box is wider
 * than the hull of the paths. `apart`: its box would not do either, but families and limits are each held
 * against the box by themselves. Of an answer that is late on all paths: the checker has not armed it
 * (`not armed`), has let it off (`let off`), or gives it more time (`later`). `behind a call`: it lets
 * what came after a call that has not returned wait as long as the call.
 */
export type Kind = 'hull' | 'belief' | 'apart' | 'not armed' | 'let off' | 'later' | 'behind a call';
export interface Cause {
  readonly kind: Kind;
  /** Slots; of a late answer the obligation. */
  readonly slots: readonly string[];
}

const RANGES = allSlots().filter((s) => s.kind === 'range');
const MASKS = allSlots().filter((s) => s.kind === 'mask');
const BLOCKS = allSlots().filter((s) => s.kind === 'block');
const WIDENED: readonly Slot[] = [...RANGES, ...MASKS, ...BLOCKS];

/** The hull of all paths; blocks, which have none, are those of the first. */
function hullOf(paths: readonly Path[]): Float64Array {
  const [first, ...others] = paths;
  if (!first) throw new Error('unreachable: an output was met by some path');
  const box = first.box.slice();
  for (const { box: other } of others) {
    for (const s of MASKS) box[s.lo] = (box[s.lo] ?? 0) | (other[s.lo] ?? 0);
    for (const s of RANGES) {
      box[s.lo] = Math.min(box[s.lo] ?? 0, other[s.lo] ?? 0);
      box[s.hi] = Math.max(box[s.hi] ?? 0, other[s.hi] ?? 0);
    }
  }
  return box;
}

function unknown(like: Float64Array): Float64Array {
  const box = like.slice();
  for (const s of RANGES) box.set([Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY], s.lo);
  return box;
}

const size = (slot: Slot): number => (slot.kind === 'block' ? slot.width : slot.hi - slot.lo + 1);

/** The path's box where these slots stand as in `wide`; ranges and masks never become narrower. */
function widened(box: Float64Array, wide: Float64Array, slots: readonly Slot[]): Float64Array {
  const out = box.slice();
  for (const slot of slots) {
    if (slot.kind === 'mask') out[slot.lo] = (box[slot.lo] ?? 0) | (wide[slot.lo] ?? 0);
    else if (slot.kind === 'range') {
      out[slot.lo] = Math.min(box[slot.lo] ?? 0, wide[slot.lo] ?? 0);
      out[slot.hi] = Math.max(box[slot.hi] ?? 0, wide[slot.hi] ?? 0);
    } else out.set(wide.subarray(slot.lo, slot.lo + size(slot)), slot.lo);
  }
  return out;
}

/** The fewest of the slots, found by giving back one after the other; nothing where all do not do. */
function fewest(
  path: Path,
  wide: Float64Array,
  admits: (path: Path, box: Float64Array) => boolean,
): readonly Slot[] | undefined {
  let slots = WIDENED.filter((s) => widened(path.box, wide, [s]).some((x, i) => x !== path.box[i]));
  if (slots.length === 0 || !admits(path, widened(path.box, wide, slots))) return undefined;
  for (const slot of slots) {
    const less = slots.filter((s) => s !== slot);
    if (less.length > 0 && admits(path, widened(path.box, wide, less))) slots = less;
  }
  return slots;
}

/** Paths that are looked at. */
const MOST_PATHS = 12;

/**
 * The cause of a looseness: `paths` met a segment that none survived, `any` is what the checker held it
 * against, `admits` asks whether a path with another box survives it.
 */
export function causeOf(
  paths: readonly Path[],
  any: Float64Array,
  admits: (path: Path, box: Float64Array) => boolean,
): Cause | undefined {
  const some = paths.slice(0, MOST_PATHS);
  const wides: readonly (readonly [Kind, (path: Path) => Float64Array])[] = [
    ['hull', () => hullOf(paths)],
    ['belief', () => any],
    ['apart', ({ box }) => unknown(box)],
  ];
  for (const [kind, wide] of wides) {
    const found = some
      .map((path) => fewest(path, wide(path), admits) ?? [])
      .filter((slots) => slots.length > 0)
      .toSorted((a, b) => a.length - b.length);
    const best = found[0];
    if (best) return { kind, slots: best.map((s) => s.name).toSorted() };
  }
  return undefined;
}
