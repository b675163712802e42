/**
 * The cells alone on an established connection in steady state: both boxes of an arriving segment (HEAD reads
 * it, ANY may have read it), the one judged box of a sent segment with the copy that HEAD takes of it, the
 * silent step.
 */
import { copyBox, initialBox } from '../../src/checker/boxes.ts';
import { Cells } from '../../src/checker/cells.ts';
import { OUT_FINDINGS, OUT_WORDS } from '../../src/checker/interpret.ts';
import { asPoint } from '../../src/checker/split.ts';
import { BIT, E } from '../../src/spec/event.ts';
import { currentPractice } from '../../src/spec/profile.ts';
import { SPEC } from '../../src/spec/rules/index.ts';
import { ESTABLISHED } from '../../src/spec/state.ts';
import { ORIGIN, RCV, RTO, RTT, recordWidth, SMSS, SND, STATE, slotOf } from '../../src/spec/tcb.ts';
import type { Term, Unit } from '../../src/spec/term.ts';
import { transmissions } from '../../src/spec/transmissions.ts';
import { cpuPer, type Spent } from './measure.ts';

export interface CellFigure {
  readonly what: string;
  /** Rules that the cell holds after its flags are known. */
  readonly rules: number;
  /** Boxes on which a cell runs for one segment. */
  readonly boxes: number;
  readonly perSegment: Spent;
  /** Nanoseconds of the median per rule and box. */
  readonly perRuleAndBox: number;
}

const ANY = 0;
const MS = 1e6;
const OWN = 5_000_000;
const PEER = 9_000_000;
const FAR = 1e15;
const SEGMENT = 1460;

function set(box: Float64Array, term: Term<Unit>, lo: number, hi = lo): void {
  const slot = slotOf(term);
  box[slot.lo] = lo;
  box[slot.hi] = hi;
}

/**
 * ESTABLISHED, windows that never close, sixteen runs sent of which the last holds all that is to be
 * acknowledged.
 */
function established(): Float64Array {
  const width = recordWidth();
  const pool = new Float64Array(2 * width);
  const box = initialBox();
  box[STATE.slot.lo] = ESTABLISHED;
  set(box, SND.ISS, OWN - 1);
  set(box, SND.UNA, OWN);
  set(box, SND.MAX, OWN);
  set(box, SND.EDGE, FAR);
  set(box, RCV.IRS, PEER - 1);
  set(box, RCV.NXT, PEER);
  set(box, RCV.ADV, FAR);
  set(box, RCV.ACKED, PEER);
  set(box, SMSS, SEGMENT);
  set(box, ORIGIN, 1);
  set(box, RTT, 20 * MS, 1000 * MS);
  set(box, RTO, 20 * MS, Number.POSITIVE_INFINITY);
  pool.set(box, ANY);
  pool.set(box, width);
  return pool;
}

/** Segments sent before, so that the sender's record is as full as it gets. */
function sentBefore(pool: Float64Array, upTo: number): void {
  const e = new Float64Array(E.SIZE);
  for (let i = 0; i < 16; i++) {
    e[E.SEQ] = OWN - (16 - i) * SEGMENT;
    e[E.LEN] = i < 15 ? SEGMENT : SEGMENT + upTo - OWN;
    e[E.T0] = i * MS;
    e[E.T1] = i * MS;
    transmissions.apply(pool, ANY, e, true);
  }
  set(pool, SND.MAX, upTo);
  pool.copyWithin(recordWidth(), 0, recordWidth());
}

interface Load {
  readonly cells: Cells;
  readonly pool: Float64Array;
  readonly head: number;
  readonly event: Float64Array;
  readonly out: Int32Array;
  readonly cov: Uint32Array;
}

function load(): Load {
  const event = new Float64Array(E.SIZE);
  event[E.FLAGS] = BIT.ACK;
  event[E.WND] = 65535;
  event[E.MSS] = SEGMENT;
  event[E.OPTIONS] = 12;
  event[E.T0] = 1000 * MS;
  event[E.T1] = 1000 * MS;
  return {
    cells: new Cells(SPEC, currentPractice, 0),
    pool: established(),
    head: recordWidth(),
    event,
    out: new Int32Array(OUT_WORDS),
    cov: new Uint32Array(4 * (SPEC.rules.length + SPEC.families.length)),
  };
}

const later = (event: Float64Array): void => {
  event[E.T0] = (event[E.T0] ?? 0) + 12_000;
  event[E.T1] = event[E.T0] ?? 0;
};

/** One arrival on both boxes; then ANY takes HEAD, as it does once nothing waits. */
function arrival(what: string, l: Load, segments: number, step: (event: Float64Array) => void): CellFigure {
  const cells = l.cells.input('segment arrives', l.event);
  const perSegment = cpuPer(segments, () => {
    for (let i = 0; i < segments; i++) {
      later(l.event);
      step(l.event);
      cells.sure(l.pool, l.head, l.event, l.out, l.cov);
      cells.join(l.pool, ANY, l.event, l.out, l.cov);
      copyBox(l.pool, ANY, l.head);
    }
  });
  return figure(what, cells.plan.rules, 2, perSegment);
}

const figure = (what: string, rules: number, boxes: number, perSegment: Spent): CellFigure => ({
  what,
  rules,
  boxes,
  perSegment,
  perRuleAndBox: perSegment.median / (rules * boxes),
});

function dataArrives(segments: number): CellFigure {
  const l = load();
  l.event[E.ACK] = OWN;
  l.event[E.LEN] = SEGMENT;
  l.event[E.TEXT] = SEGMENT;
  l.event[E.SEQ] = PEER - SEGMENT;
  const nxt = slotOf(RCV.NXT);
  const made = arrival('data arrives', l, segments, (e) => {
    e[E.SEQ] = (e[E.SEQ] ?? 0) + SEGMENT;
  });
  const end = (l.event[E.SEQ] ?? 0) + SEGMENT;
  if (l.pool[l.head + nxt.lo] !== end)
    throw new Error(`the connection stood still at ${l.pool[l.head + nxt.lo]}`);
  return made;
}

function ackArrives(segments: number): CellFigure {
  const l = load();
  sentBefore(l.pool, FAR / 2);
  l.event[E.SEQ] = PEER;
  l.event[E.ACK] = OWN;
  const una = slotOf(SND.UNA);
  const made = arrival('pure ACK arrives', l, segments, (e) => {
    e[E.ACK] = (e[E.ACK] ?? 0) + 2 * SEGMENT;
  });
  if (l.pool[l.head + una.lo] !== l.event[E.ACK])
    throw new Error(`SND.UNA stood still at ${l.pool[l.head + una.lo]}`);
  return made;
}

function dataSent(segments: number): CellFigure {
  const l = load();
  set(l.pool, RCV.ADV, PEER + 65535);
  // Something has been acknowledged: the initial window is behind the connection.
  set(l.pool, SND.UNA, OWN + SEGMENT);
  set(l.pool, SND.MAX, OWN + SEGMENT);
  const e = l.event;
  e[E.ACK] = PEER;
  e[E.LEN] = SEGMENT;
  e[E.TEXT] = SEGMENT - 12;
  e[E.NEW_LEN] = SEGMENT;
  e[E.OLD_DIGEST] = -1;
  const cells = l.cells.sent(e);
  let next = OWN + SEGMENT;
  let findings = 0;
  const perSegment = cpuPer(segments, () => {
    for (let i = 0; i < segments; i++) {
      later(e);
      e[E.SEQ] = next;
      e[E.NEW_SEQ] = next;
      e[E.OLD_SEQ] = next;
      next += SEGMENT;
      asPoint(e);
      cells.judge(l.pool, ANY, e, l.out, l.cov);
      findings |= l.out[OUT_FINDINGS] ?? 0;
      copyBox(l.pool, l.head, ANY);
    }
  });
  if (findings !== 0) throw new Error(`the sent segments have findings ${findings}`);
  return figure('data sent', cells.plan.rules, 1, perSegment);
}

function timePasses(segments: number): CellFigure {
  const l = load();
  l.event[E.FLAGS] = 0;
  const cells = l.cells.input('time passes', l.event);
  const perSegment = cpuPer(segments, () => {
    for (let i = 0; i < segments; i++) {
      later(l.event);
      cells.sure(l.pool, ANY, l.event, l.out, l.cov);
      cells.sure(l.pool, l.head, l.event, l.out, l.cov);
    }
  });
  return figure('silent step', cells.plan.rules, 2, perSegment);
}

/** All of them, warm, median of five rounds of so many segments each. */
export const measureCells = (segments = 200_000): readonly CellFigure[] => [
  dataArrives(segments),
  ackArrives(segments),
  dataSent(segments),
  timePasses(segments),
];
