/** The permits that a walked stack may begin a segment with, and what their clauses settle beforehand. */
import { BIT, E, HIGH, OUT } from '../spec/event.ts';
import type { Family, Permit, Spec } from '../spec/rule.ts';
import { leaves, type Node, sidesOf, type Test } from '../spec/term.ts';
import { keyOf } from './keys.ts';
import { blankOptions } from './options.ts';

export type Shape = 'new' | 'old' | 'bare';

export interface Lead {
  readonly permit: Permit;
  readonly key: number;
  readonly shape: Shape;
  /** Whether it is a segment with SYN or RST, which has reasons of its own. */
  readonly control: boolean;
  /** Control bits that its clauses ask for, and how they ask. */
  readonly mask: number;
  readonly want: number;
}

/** Bounds of fields that nature sets, not TCP: a 16-bit window, segments that a link can carry. */
export interface Nature {
  readonly longest: number;
  readonly window: number;
  readonly mss: number;
}

const reads = (tests: readonly Test[], node: Node): boolean =>
  tests
    .flatMap(sidesOf)
    .some((side) => leaves(side).some((l) => l.op === 'event' && node.op === 'event' && l.at === node.at));

const shapeOf = (family: Family): Shape =>
  reads(family.applies, OUT.NEW.LEN.node) ? 'new' : reads(family.applies, OUT.OLD.LEN.node) ? 'old' : 'bare';

/** The lead of a permit, or undefined where its clauses contradict each other. */
function leadOf(permit: Permit): Lead | undefined {
  let mask = 0;
  let want = 0;
  for (const test of [...permit.of.applies, ...permit.when]) {
    if (test.op !== 'flags') continue;
    if (((want ^ test.want) & mask & test.mask) !== 0) return undefined;
    mask |= test.mask;
    want |= test.want;
  }
  const control = permit.of.applies.some(
    (t) => t.op === 'flags' && t.want !== 0 && (t.mask & (BIT.SYN | BIT.RST)) !== 0,
  );
  return { permit, key: keyOf(permit.id), shape: shapeOf(permit.of), control, mask, want };
}

export const leadsOf = (spec: Spec): readonly Lead[] =>
  spec.rules.flatMap((r) => {
    const lead = r.verb === 'permit' && r.of.leads ? leadOf(r) : undefined;
    return lead ? [lead] : [];
  });

export function setEnds(event: Float64Array, field: number, lo: number, hi: number): void {
  event[field] = lo;
  event[field + HIGH] = hi;
}

/** A segment at `now` with these flags: everything that the shape leaves open is a range. */
export function blank(e: Float64Array, shape: Shape, flags: number, nature: Nature, now: number): void {
  const infinite = Number.POSITIVE_INFINITY;
  const syn = (flags & BIT.SYN) !== 0 ? 1 : 0;
  const fin = (flags & BIT.FIN) !== 0 ? 1 : 0;
  e.fill(0);
  e[E.T0] = now;
  e[E.T1] = now;
  e[E.STAMP] = now;
  e[E.FLAGS] = flags;
  setEnds(e, E.SEQ, -infinite, infinite);
  setEnds(e, E.NEW_SEQ, -infinite, infinite);
  setEnds(e, E.OLD_SEQ, -infinite, infinite);
  const ack = (flags & BIT.ACK) !== 0 ? infinite : 0;
  setEnds(e, E.ACK, -ack, ack);
  setEnds(e, E.WND, 0, nature.window);
  blankOptions(e, flags, nature.mss);
  const least = shape === 'bare' ? syn + fin : 1;
  const most = shape === 'bare' ? syn + fin : nature.longest + fin;
  setEnds(e, E.LEN, least, most);
  setEnds(e, E.TEXT, shape === 'bare' ? 0 : least - fin, shape === 'bare' ? 0 : most - fin);
  setEnds(e, E.NEW_LEN, shape === 'new' ? least : 0, shape === 'new' ? most : 0);
  setEnds(e, E.OLD_LEN, shape === 'old' ? least : 0, shape === 'old' ? most : 0);
  setEnds(e, E.NEW_DIGEST, 0, shape === 'new' ? 1e9 : 0);
  setEnds(e, E.OLD_DIGEST, shape === 'old' ? -1 : 0, shape === 'old' ? infinite : 0);
}

/** Fields that are one and the same in a segment of this shape, with what to add to the first. */
export type Group = readonly { readonly node: Node; readonly add: number }[];

/** Fields in the order in which they are drawn. */
export function drawnFields(shape: Shape, fin: boolean): readonly Group[] {
  const f = fin ? 1 : 0;
  const same = (...of: readonly Node[]): { node: Node; add: number }[] =>
    of.map((node) => ({ node, add: 0 }));
  const tail = [same(OUT.ACK.node), same(OUT.WND.node)];
  if (shape === 'bare') return [same(OUT.SEQ.node), ...tail];
  const piece = shape === 'new' ? OUT.NEW : OUT.OLD;
  return [
    same(OUT.SEQ.node, piece.SEQ.node),
    [...same(OUT.LEN.node, piece.LEN.node), { node: OUT.TEXT.node, add: -f }],
    ...tail,
    same(piece.DIGEST.node),
  ];
}

export const placeOf = (node: Node): number => (node.op === 'event' ? node.at : 0);
