import { describe, expect, test } from 'vitest';
import { BIT, CTL, E, NOW, OUT, SEG } from '../spec/event.ts';
import { IW_OCTETS } from '../spec/profile.ts';
import type { View } from '../spec/read.ts';
import { ESTABLISHED, FIN_WAIT_1 } from '../spec/state.ts';
import { DUPACKS, RCV, RTO, SMSS, SND, STATE, slotOf } from '../spec/tcb.ts';
import { atWill, count, NOWHERE_OWN, type Node, octets, seconds, type Test } from '../spec/term.ts';
import { digestOf, LAST_SENT } from '../spec/transmissions.ts';
import { initialBox } from './boxes.ts';
import { eventText, rangeText, readClause, readClauses, unitOf, valueText } from './readings.ts';
import { asPoint } from './split.ts';

/** Positions stand far from 0, as unwrapped ones do. */
const ISS = 4294967296 + 5000;
const IRS = 4294967296 + 1000;

function view(event: Partial<Record<number, number>> = {}): View {
  const box = initialBox();
  const set = (node: Node, lo: number, hi = lo): void => {
    const slot = slotOf(node);
    box[slot.lo] = lo;
    box[slot.hi] = hi;
  };
  set(SND.ISS.node, ISS);
  set(SND.MAX.node, ISS + 101);
  set(SND.UNA.node, ISS + 1, ISS + 101);
  set(RCV.IRS.node, IRS);
  set(RCV.NXT.node, IRS + 1);
  set(SMSS.node, 1460);
  set(RTO.node, 200e6, Number.POSITIVE_INFINITY);
  box[STATE.slot.lo] = ESTABLISHED | FIN_WAIT_1;
  const fields = new Float64Array(E.SIZE);
  for (const [at, value] of Object.entries(event)) fields[Number(at)] = value ?? 0;
  asPoint(fields);
  return { box, at: 0, event: fields, values: {}, lacks: 0 };
}

describe('what a term counts in', () => {
  test.each([
    [SND.UNA.node, 'own'],
    [SEG.ACK.node, 'own'],
    [OUT.ACK.node, 'peer'],
    [SEG.END.node, 'peer'],
    [SND.MAX.minus(SND.UNA).node, 'size'],
    [SMSS.times(2).node, 'size'],
    [NOW.node, 'instant'],
    [NOW.plus(RTO).node, 'instant'],
    [RTO.times(2).node, 'span'],
    [DUPACKS.node, 'count'],
    [LAST_SENT.oldest(SND.UNA, SND.MAX).node, 'instant'],
  ])('%#: %s', (node, unit) => {
    expect(unitOf(node)).toBe(unit);
  });
});

describe('values', () => {
  test.each<[string, Node, string]>([
    ['a position, from the initial number', SND.MAX.node, '101'],
    ['a range', SND.UNA.node, '1 … 101'],
    ['a size', SMSS.node, '1460'],
    ['a span without end', RTO.node, '200 ms … ∞'],
    ['nothing yet', RCV.ACKED.node, 'none'],
    ['a name for what has no number', SND.NOTHING.node, 'nothing sent'],
    ['seconds of the trace', NOW.node, '1.25 s … 1.26 s'],
  ])('%s', (_, node, text) => {
    expect(valueText(node, view({ [E.T0]: 1.25e9, [E.T1]: 1.26e9 }))).toBe(text);
  });
  test('with its name', () => {
    expect(rangeText(SND.UNA.node, view())).toBe('SND.UNA = 1 … 101');
    expect(rangeText(octets(7).node, view())).toBe('7');
  });
  test('a raw number of the wire before there is an initial one', () => {
    const unknown = view();
    unknown.box[slotOf(SND.ISS).lo] = Number.NEGATIVE_INFINITY;
    expect(valueText(SND.MAX.node, unknown)).toBe('5101');
  });
});

describe('clauses', () => {
  const sent = view({
    [E.SEQ]: ISS + 1,
    [E.LEN]: 200,
    [E.ACK]: IRS + 1,
    [E.T0]: 1e9,
    [E.T1]: 1e9,
    [E.OLD_DIGEST]: 5,
  });
  test.each<[Test, string, string, string]>([
    [OUT.ACK.eq(RCV.NXT), 'OUT.ACK = RCV.NXT', 'yes', '1 = 1'],
    [OUT.END.le(SND.MAX), 'OUT.END ≤ SND.MAX', 'NO', '201 ≤ 101'],
    [OUT.SEQ.ge(SND.UNA), 'SND.UNA ≤ OUT.SEQ', 'open', '1 … 101 ≤ 1'],
    [DUPACKS.ge(count(3)), 'DUPACKS ≥ 3', 'NO', '0 ≥ 3'],
    [OUT.LEN.gt(octets(0)), 'OUT.LEN > 0', 'yes', '200 > 0'],
    [SND.FIN.ge(NOWHERE_OWN), 'no SND.FIN yet', 'yes', ''],
    [CTL.SYN, 'SYN', 'NO', ''],
    [atWill(), 'at the stack’s will', 'open', ''],
    [STATE.in(ESTABLISHED), 'STATE in ESTABLISHED', 'open', 'ESTABLISHED | FIN-WAIT-1'],
    [OUT.LEN.le(SMSS.times(2)), 'OUT.LEN ≤ 2 × SMSS', 'yes', '200 ≤ 2920, where SMSS = 1460'],
    [OUT.LEN.le(IW_OCTETS), 'OUT.LEN ≤ IW OCTETS', 'yes', '200 ≤ 14600'],
    [
      NOW.ge(NOW.plus(RTO).less(seconds(1))),
      'NOW + RTO − 1 s ≤ NOW',
      'open',
      '0.2 s … ∞ ≤ 1 s, where RTO = 200 ms … ∞',
    ],
    [OUT.OLD.DIGEST.ge(count(0)), 'OUT.OLD.DIGEST ≥ 0', 'yes', 'the octets were kept'],
    [
      OUT.OLD.DIGEST.eq(digestOf(OUT.OLD.SEQ, OUT.OLD.END)),
      'OUT.OLD.DIGEST = digest of transmissions(OUT.OLD.SEQ, OUT.OLD.END)',
      'NO',
      'other octets than before',
    ],
  ])('%#', (of, clause, says, numbers) => {
    expect(readClause(of, sent)).toEqual({ clause, says, numbers });
  });
  test('the failing ones first, then the open ones', () => {
    const read = readClauses(
      [OUT.LEN.gt(octets(0)), OUT.SEQ.ge(SND.UNA), CTL.SYN, OUT.END.le(SND.MAX)],
      sent,
    );
    expect(read.map((r) => r.says)).toEqual(['NO', 'NO', 'open', 'yes']);
    expect(read[0]?.clause).toBe('SYN');
  });
});

describe('a segment', () => {
  test('sent: numbers of both spaces relative', () => {
    const { event } = view({
      [E.FLAGS]: BIT.ACK | BIT.PSH,
      [E.SEQ]: ISS + 101,
      [E.TEXT]: 50,
      [E.LEN]: 50,
      [E.ACK]: IRS + 1,
      [E.WND]: 65280,
    });
    expect(eventText(event, 'sent', view())).toBe('P. 101:151(50) ack 1 win 65280');
  });
  test('arrived: the other way round', () => {
    const { event } = view({ [E.FLAGS]: BIT.ACK, [E.SEQ]: IRS + 1, [E.ACK]: ISS + 101, [E.WND]: 9 });
    expect(eventText(event, 'arrived', view())).toBe('. 1:1(0) ack 101 win 9');
  });
  test('a reset for nobody stands at 0', () => {
    const { event } = view({
      [E.FLAGS]: BIT.RST | BIT.ACK | BIT.SEQ_ZERO,
      [E.SEQ]: 4294967296,
      [E.ACK]: IRS + 1,
    });
    expect(eventText(event, 'sent', view())).toBe('R. 0:0(0) ack 1 win 0');
  });
  test('the first SYN stands at 0', () => {
    const before = view();
    before.box[slotOf(SND.ISS).lo] = Number.NEGATIVE_INFINITY;
    const { event } = view({ [E.FLAGS]: BIT.SYN, [E.SEQ]: ISS, [E.LEN]: 1, [E.WND]: 100 });
    expect(eventText(event, 'sent', before)).toBe('S 0:0(0) win 100');
  });
});
