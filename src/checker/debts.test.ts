/** Obligations: when they are owed, paid, void, late; what a deadline is made of. */
import { describe, expect, test } from 'vitest';
import { BIT, CALL, CALL_BIT, CTL, E, NOW, OUT, SEG } from '../spec/event.ts';
import { LOSSLESS_OUT } from '../spec/evidence.ts';
import { type Oblige, oblige, type Spec } from '../spec/rule.ts';
import { SPEC } from '../spec/rules/index.ts';
import { SND, slotOf } from '../spec/tcb.ts';
import { octets, seconds, setting } from '../spec/term.ts';
import { Debts, type DebtView } from './debts.ts';
import { newBox } from './random-points.ts';
import { asPoint } from './split.ts';

const SECOND = 1e9;
const MS = 1e6;
const common = { topic: 'acknowledgment', cites: ['MUST-40'], when: [CTL.ACK] } as const;
const voidBy: Oblige['owes']['voidBy'] = [
  { on: 'segment arrives', when: [CTL.RST] },
  { on: 'call', when: [CALL.ABORT] },
];
/** Paid by an ACK of what armed it. */
const ackOf = oblige({
  ...common,
  id: 'ack-of',
  owes: { kind: 'ack', by: NOW.plus(seconds(1)), paidBy: [CTL.ACK, OUT.ACK.ge(SEG.END)], voidBy },
});
/** Paid by any ACK, by a time that the profile sets. */
const anyAck = oblige({
  ...common,
  id: 'any-ack',
  owes: { kind: 'any', by: NOW.plus(setting('PATIENCE', 200 * MS)), paidBy: [CTL.ACK], voidBy: [] },
});
const spec: Spec = { ...SPEC, rules: [ackOf, anyAck] };

const view: DebtView = { pool: newBox(), at: 0, values: {}, lacks: 0 };
/** A segment with `end` as its right edge, at a time that the recorder knows to `late` nanoseconds. */
function arrives(end: number, t: number, late = 0, flags: number = BIT.ACK): Float64Array {
  const e = new Float64Array(E.SIZE);
  e[E.T0] = t;
  e[E.T1] = t + late;
  e[E.STAMP] = t;
  e[E.FLAGS] = flags;
  e[E.SEQ] = end - 10;
  e[E.LEN] = 10;
  return e;
}
function sends(ack: number, flags: number = BIT.ACK): Float64Array {
  const e = new Float64Array(E.SIZE);
  e[E.FLAGS] = flags;
  e[E.ACK] = ack;
  // Its own edge, which must not be taken for that of the arming segment.
  e[E.SEQ] = 1;
  e[E.LEN] = 0;
  asPoint(e);
  return e;
}
const ended = (settled: ReturnType<Debts['settle']>): string[] => settled.map((s) => `${s.rule.id} ${s.how}`);
const open = (debts: Debts): string[] => debts.open().map((r) => r.id);

describe('a deadline', () => {
  test('counts from the latest time of the arming event, and the output’s lag is added', () => {
    const debts = new Debts(spec, 5 * MS);
    debts.arm(ackOf, arrives(100, 10 * SECOND, 3 * MS), view);
    expect(debts.earliest).toBe(11 * SECOND + 8 * MS);
    expect(debts.expire(11 * SECOND + 8 * MS)).toEqual([]);
    const late = debts.expire(11 * SECOND + 8 * MS + 1);
    expect(ended(late)).toEqual(['ack-of late']);
    expect(late[0]?.by).toBe(11 * SECOND + 8 * MS);
    expect(late[0]?.armedBy[E.SEQ]).toBe(90);
  });
  test('is the profile’s where it names a setting', () => {
    const debts = new Debts(spec, 0);
    debts.arm(anyAck, arrives(100, SECOND), { ...view, values: { PATIENCE: 7 } });
    expect(debts.earliest).toBe(SECOND + 7);
  });
  test('passes once: the debt is gone then', () => {
    const debts = new Debts(spec, 0);
    debts.arm(ackOf, arrives(100, SECOND), view);
    expect(ended(debts.expire(3 * SECOND))).toEqual(['ack-of late']);
    expect(debts.expire(4 * SECOND)).toEqual([]);
    expect(debts.earliest).toBe(Number.POSITIVE_INFINITY);
    expect(open(debts)).toEqual([]);
  });
  test('is the oldest one where a rule is armed again', () => {
    const debts = new Debts(spec, 0);
    debts.arm(ackOf, arrives(100, SECOND), view);
    debts.arm(ackOf, arrives(110, 1.5 * SECOND), view);
    expect(debts.earliest).toBe(2 * SECOND);
  });
  test('of the rules is each its own; the earliest of them is asked first', () => {
    const debts = new Debts(spec, 0);
    debts.arm(ackOf, arrives(100, SECOND), view);
    debts.arm(anyAck, arrives(100, SECOND), view);
    expect(debts.earliest).toBe(1.2 * SECOND);
    expect(ended(debts.expire(1.3 * SECOND))).toEqual(['any-ack late']);
    expect(debts.earliest).toBe(2 * SECOND);
    expect(open(debts)).toEqual(['ack-of']);
  });
});

describe('payment', () => {
  test('reads the fields of the arming event and of the sent segment', () => {
    const debts = new Debts(spec, 0);
    debts.arm(ackOf, arrives(100, SECOND), view);
    expect(debts.settle('segment sent', sends(99), view)).toEqual([]);
    expect(debts.settle('segment sent', sends(100, BIT.SYN), view)).toEqual([]);
    expect(debts.wouldPay('ack-of', sends(100), view)).toBe(true);
    expect(debts.wouldPay('ack-of', sends(99), view)).toBe(false);
    expect(ended(debts.settle('segment sent', sends(100), view))).toEqual(['ack-of paid']);
    expect(debts.wouldPay('ack-of', sends(100), view)).toBe(false);
    expect(debts.settle('segment sent', sends(100), view)).toEqual([]);
  });
  test('of a part: the newest event is owed still, by its own deadline', () => {
    const debts = new Debts(spec, 0);
    debts.arm(ackOf, arrives(100, SECOND), view);
    debts.arm(ackOf, arrives(110, 1.5 * SECOND), view);
    debts.arm(ackOf, arrives(120, 1.7 * SECOND), view);
    expect(ended(debts.settle('segment sent', sends(105), view))).toEqual(['ack-of paid']);
    expect(debts.earliest).toBe(2.7 * SECOND);
    expect(debts.settle('segment sent', sends(115), view)).toEqual([]);
    expect(ended(debts.settle('segment sent', sends(120), view))).toEqual(['ack-of paid']);
    expect(debts.earliest).toBe(Number.POSITIVE_INFINITY);
  });
  test('only by what is sent', () => {
    const debts = new Debts(spec, 0);
    debts.arm(anyAck, arrives(100, SECOND), view);
    expect(debts.settle('segment arrives', sends(100), view)).toEqual([]);
    expect(ended(debts.settle('segment sent', sends(100), view))).toEqual(['any-ack paid']);
  });
  test('of several rules by one segment', () => {
    const debts = new Debts(spec, 0);
    debts.arm(ackOf, arrives(100, SECOND), view);
    debts.arm(anyAck, arrives(100, SECOND), view);
    expect(ended(debts.settle('segment sent', sends(100), view))).toEqual(['ack-of paid', 'any-ack paid']);
  });
});

describe('payment by a number that must be met', () => {
  const exact = oblige({
    ...common,
    id: 'exact',
    owes: { ...ackOf.owes, paidBy: [OUT.ACK.eq(SEG.SEQ.plus(octets(1)))], voidBy: [] },
  });
  const owing = (): Debts => {
    const debts = new Debts({ ...SPEC, rules: [exact, anyAck] }, 0);
    debts.arm(exact, arrives(100, SECOND), view);
    return debts;
  };
  test.each([
    ['below', 90, false],
    ['at it', 91, true],
    ['beyond', 92, false],
  ])('%s', (_, ack, pays) => {
    expect(owing().wouldPay('exact', sends(ack), view)).toBe(pays);
    expect(owing().wouldPay('any-ack', sends(ack), view)).toBe(false);
    expect(ended(owing().settle('segment sent', sends(ack), view))).toEqual(pays ? ['exact paid'] : []);
  });
});

describe('what armed a debt', () => {
  test('is the oldest record that is not paid, and the newest', () => {
    const debts = new Debts(spec, 0);
    const at = (frame: number, end: number): Float64Array => {
      const e = arrives(end, SECOND);
      e[E.FRAME] = frame;
      return e;
    };
    expect(debts.armedAt(ackOf, 0)).toBe(false);
    for (const frame of [3, 4, 5]) debts.arm(ackOf, at(frame, 100 + frame), view);
    expect([2, 3, 4, 5, 6].filter((frame) => debts.armedAt(ackOf, frame))).toEqual([3, 5]);
    expect(debts.armedAt(anyAck, 3)).toBe(false);
    debts.settle('segment sent', sends(200), view);
    expect(debts.armedAt(ackOf, 3)).toBe(false);
  });
  test('is told as it was, whatever arms the rule later', () => {
    const debts = new Debts(spec, 0);
    debts.arm(ackOf, arrives(100, SECOND), view);
    const [paid] = debts.settle('segment sent', sends(100), view);
    debts.arm(ackOf, arrives(300, SECOND), view);
    expect(paid?.armedBy[E.SEQ]).toBe(90);
    const [late] = debts.expire(9 * SECOND);
    debts.arm(ackOf, arrives(500, SECOND), view);
    expect(late?.armedBy[E.SEQ]).toBe(290);
  });
  test('a debt that is struck off is owed no more, and asked for by nobody', () => {
    const debts = new Debts(spec, 0);
    debts.arm(ackOf, arrives(100, SECOND), view);
    debts.arm(anyAck, arrives(100, SECOND), view);
    debts.strike(anyAck);
    expect(open(debts)).toEqual(['ack-of']);
    expect(debts.earliest).toBe(2 * SECOND);
    debts.strike({ ...ackOf, id: 'of no spec' });
    expect(open(debts)).toEqual(['ack-of']);
  });
});

describe('a debt is void', () => {
  test('only where all that its rule names together may hold', () => {
    const both = oblige({
      ...common,
      id: 'both',
      owes: { ...ackOf.owes, voidBy: [{ on: 'segment arrives', when: [CTL.RST, CTL.ACK] }] },
    });
    const debts = new Debts({ ...SPEC, rules: [both] }, 0);
    debts.arm(both, arrives(100, SECOND), view);
    expect(debts.settle('segment arrives', arrives(100, SECOND, 0, BIT.RST), view)).toEqual([]);
    const rst = arrives(100, SECOND, 0, BIT.RST | BIT.ACK);
    expect(ended(debts.settle('segment arrives', rst, view))).toEqual(['both void']);
  });

  test('by what its rule names, and not by the same on an event of another class', () => {
    const debts = new Debts(spec, 0);
    debts.arm(ackOf, arrives(100, SECOND), view);
    expect(debts.settle('segment sent', sends(1, BIT.RST), view)).toEqual([]);
    const rst = arrives(100, SECOND, 0, BIT.RST);
    expect(ended(debts.settle('segment arrives', rst, view))).toEqual(['ack-of void']);
  });
  test('by a call', () => {
    const debts = new Debts(spec, 0);
    debts.arm(ackOf, arrives(100, SECOND), view);
    debts.arm(anyAck, arrives(100, SECOND), view);
    const call = new Float64Array(E.SIZE);
    call[E.FLAGS] = CALL_BIT.CLOSE;
    expect(debts.settle('call', call, view)).toEqual([]);
    call[E.FLAGS] = CALL_BIT.ABORT;
    expect(ended(debts.settle('call', call, view))).toEqual(['ack-of void']);
    expect(open(debts)).toEqual(['any-ack']);
  });
});

describe('what is owed', () => {
  test('is told with its deadline and what armed it, the oldest', () => {
    const debts = new Debts(spec, 0);
    expect(debts.due()).toEqual([]);
    debts.arm(ackOf, arrives(100, SECOND), view);
    debts.arm(ackOf, arrives(110, 1.5 * SECOND), view);
    const due = debts.due();
    expect(due.map((d) => [d.rule.id, d.by, d.armedBy[E.SEQ]])).toEqual([['ack-of', 2 * SECOND, 90]]);
  });
  test('does not change with the record that the caller uses again', () => {
    const debts = new Debts(spec, 0);
    const event = arrives(100, SECOND);
    debts.arm(ackOf, event, view);
    event.fill(0);
    expect(debts.settle('segment sent', sends(99), view)).toEqual([]);
    expect(ended(debts.settle('segment sent', sends(100), view))).toEqual(['ack-of paid']);
  });
  test('by a rule of another spec is our own bug', () => {
    const other = { ...ackOf, id: 'other' };
    expect(() => new Debts(spec, 0).arm(other, arrives(1, 1), view)).toThrow('other is not of this spec');
  });
});

test('where the evidence for a bound is lacking it counts as paid: nobody is accused on a doubt', () => {
  // SND.MAX rests on a lossless recording of what the stack sends.
  const rule = oblige({
    ...common,
    id: 'to-the-end',
    owes: { ...ackOf.owes, paidBy: [OUT.SEQ.ge(SND.MAX)] },
  });
  const owing = (): Debts => {
    const debts = new Debts({ ...SPEC, rules: [rule] }, 0);
    debts.arm(rule, arrives(100, SECOND), view);
    return debts;
  };
  const box = newBox();
  box[slotOf(SND.MAX).lo] = 500;
  const known: DebtView = { ...view, pool: box };
  expect(owing().settle('segment sent', sends(1), known)).toEqual([]);
  expect(ended(owing().settle('segment sent', sends(1), { ...known, lacks: LOSSLESS_OUT }))).toEqual([
    'to-the-end paid',
  ]);
});
