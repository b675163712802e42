/** What may not be loaded (core-semantics.md §11): each fault refused, with its reason. */
import { describe, expect, test } from 'vitest';
import { CTL, NOW, OUT, SEG } from './event.ts';
import { checkSpec, exclusive, SpecRefused } from './load.ts';
import { type Family, family, forbid, oblige, permit, type Rule, type Spec, track } from './rule.ts';
import { SPEC } from './rules/index.ts';
import { ESTABLISHED, LISTEN } from './state.ts';
import { allSlots, DUPACKS, ORIGIN, RCV, RTO, SND, STATE, slotOf } from './tcb.ts';
import { atWill, between, count, max, octets, per, seconds } from './term.ts';
import { LAST_SENT, transmissions } from './transmissions.ts';

/** Why the spec is refused; nothing where it is not. */
function reasons(spec: Spec): readonly string[] {
  try {
    checkSpec(spec);
    return [];
  } catch (error) {
    if (error instanceof SpecRefused) return error.reasons;
    throw error;
  }
}
const plus = (...rules: readonly Rule[]): Spec => ({ ...SPEC, rules: [...SPEC.rules, ...rules] });
const withFamily = (added: Family, ...rules: readonly Rule[]): Spec => ({
  ...plus(...rules),
  families: [...SPEC.families, added],
});
const loud = { id: 'extra', cites: ['RFC9293-3.4-1'], on: 'segment arrives' } as const;
const openFamily = (applies: Family['applies']): Family =>
  family({ id: 'extra family', topic: 'sequence', closed: false, leads: false, applies });

describe('the rules as they are', () => {
  test('load, and loading changes nothing but the order', () => {
    expect(reasons(SPEC)).toEqual([]);
    expect(
      checkSpec(SPEC)
        .rules.map((r) => r.id)
        .sort(),
    ).toEqual(SPEC.rules.map((r) => r.id).sort());
    expect(Object.isFrozen(SPEC)).toBe(true);
  });
  test('stand in an order that keeps every ‘after’', () => {
    const place = new Map(SPEC.rules.map((r, i) => [r.id, i] as const));
    for (const rule of SPEC.rules)
      for (const id of rule.after ?? []) expect(place.get(id)).toBeLessThan(place.get(rule.id) ?? -1);
    const reversed = checkSpec({ ...SPEC, rules: SPEC.rules.toReversed() });
    for (const rule of reversed.rules)
      for (const id of rule.after ?? [])
        expect(reversed.rules.findIndex((r) => r.id === id)).toBeLessThan(reversed.rules.indexOf(rule));
  });
});

describe('citations', () => {
  test('a rule that cites nothing', () => {
    const mute = { ...track({ ...loud, when: [CTL.RST] }), cites: [] } as unknown as Rule;
    expect(reasons(plus(mute))).toEqual(['extra cites nothing']);
  });
  test('an entry that the catalogue lacks', () => {
    const rule = track({ ...loud, cites: ['RFC9293-9.9-99' as 'RFC9293-3.4-1'], when: [CTL.RST] });
    expect(reasons(plus(rule))).toEqual(['extra cites RFC9293-9.9-99, which the catalogue lacks']);
  });
  test('an entry that one clause stands for and that the catalogue lacks', () => {
    const clause = per('RFC0-0' as 'RFC9293-3.4-1', SEG.ACK.le(SND.MAX));
    expect(reasons(plus(track({ ...loud, when: [clause] })))).toEqual([
      'extra cites RFC0-0, which the catalogue lacks',
    ]);
  });
});

describe('families', () => {
  test.each([
    ['a range', SND.UNA.lt(OUT.END), 'SND.UNA'],
    ['a mask', STATE.in(ESTABLISHED), 'STATE'],
    ['the time, which the recorder blurs', NOW.ge(NOW), 'NOW'],
    ['a query', LAST_SENT.oldest(OUT.SEQ, OUT.END).le(NOW), 'oldest of transmissions'],
    ['a choice', atWill(), 'any of [0 … 1]'],
  ])('one that applies by %s', (_, of, what) => {
    expect(reasons(withFamily(openFamily([of])))).toContain(
      `family ‘extra family’ applies by ${what}, which may be in doubt`,
    );
  });
  test('one that applies by facts and the segment is loaded', () => {
    expect(reasons(withFamily(openFamily([CTL.ACK, OUT.SEQ.gt(SND.MAX), RCV.ADV.ge(RCV.ACKED)])))).toEqual(
      [],
    );
  });
  test('a closed one without a permit', () => {
    const closed = family({ ...openFamily([CTL.ACK]), closed: { by: ['RFC9293-3.8-1'] } });
    expect(reasons(withFamily(closed))).toEqual(['family ‘extra family’ is closed and has no permit']);
    const explained = permit({ id: 'extra', cites: ['RFC9293-3.8-1'], of: closed, when: [] });
    expect(reasons(withFamily(closed, explained))).toEqual([]);
  });
});

describe('two writers of one slot', () => {
  const counts = (more: Partial<Parameters<typeof track>[0]> = {}): Rule =>
    track({ ...loud, when: [CTL.ACK, CTL.no.RST], then: [DUPACKS.becomes(count(9))], ...more });

  test('without an order', () => {
    const found = reasons(plus(counts()));
    expect(found).toContain('duplicate-ack and extra may both write DUPACKS: say which comes after which');
    expect(found.every((r) => r.includes('DUPACKS'))).toBe(true);
  });
  test('with an order, directly or through others', () => {
    expect(reasons(plus(counts({ after: ['duplicate-ack', 'duplicate-ack-by-sack'] })))).toEqual([]);
    expect(reasons(plus(counts({ after: ['ack-of-new-data'] })))).not.toEqual([]);
  });
  test('with guards that exclude each other', () => {
    expect(reasons(plus(counts({ when: [CTL.RST] })))).toEqual([]);
    expect(reasons(plus(counts({ in: LISTEN })))).toEqual([]);
  });
  test('on events of two classes', () => {
    expect(reasons(plus(counts({ on: 'time passes', when: [] })))).toEqual([]);
  });
  test('in two families', () => {
    const other = openFamily([CTL.ACK]);
    const writes = permit({
      id: 'extra',
      cites: ['RFC9293-3.8-1'],
      of: other,
      when: [],
      then: [RTO.becomes(RTO)],
    });
    const found = reasons(withFamily(other, writes));
    expect(found).toContain(
      'retransmit-on-timeout and extra may both write RTO: say which comes after which',
    );
  });
  test('after a rule that does not exist', () => {
    expect(reasons(plus(counts({ after: ['nobody'] })))).toEqual([
      'extra stands after nobody, which is no rule',
    ]);
  });
  test('after each other', () => {
    const a = counts({ id: 'extra-a', after: ['duplicate-ack', 'duplicate-ack-by-sack', 'extra-b'] });
    const b = counts({ id: 'extra-b', after: ['extra-a'] });
    expect(reasons(plus(a, b))).toEqual([expect.stringMatching(/^‘after’ goes round: .*extra-a → extra-b/)]);
  });
});

describe('permits', () => {
  const extra = openFamily([CTL.ACK]);
  const writes = (id: string, effect: ReturnType<typeof RTO.becomes>): Rule =>
    permit({ id, cites: ['RFC9293-3.8-1'], of: extra, when: [OUT.LEN.ge(octets(0))], then: [effect] });

  test('one that writes what a computed owns', () => {
    expect(reasons(withFamily(extra, writes('extra', RCV.NXT.becomes(OUT.ACK))))).toEqual([
      'extra writes RCV.NXT, which a computed owns',
    ]);
  });
  test('two that may both hold and give a fact two values', () => {
    const found = reasons(
      withFamily(extra, writes('one', RCV.ADV.becomes(OUT.ACK)), writes('two', RCV.ADV.becomes(OUT.EDGE))),
    );
    expect(found).toContain('one and two may both hold and give RCV.ADV, a fact, two values');
  });
  test('two that give a fact the same value, or a range two', () => {
    const same = [writes('one', SND.FIN.becomes(OUT.END)), writes('two', SND.FIN.becomes(OUT.END))];
    const text = 'may both hold and give';
    expect(reasons(withFamily(extra, ...same)).filter((r) => r.includes(text))).toEqual([]);
    const ranges = [writes('one', ORIGIN.becomes(count(0))), writes('two', ORIGIN.becomes(count(1)))];
    expect(reasons(withFamily(extra, ...ranges)).filter((r) => r.includes(text))).toEqual([]);
  });
});

test('one choice built twice in one rule', () => {
  const choice = () => between(DUPACKS, DUPACKS.plus(count(1)));
  const twice = track({ ...loud, when: [CTL.RST, choice().ge(count(2))], then: [DUPACKS.becomes(choice())] });
  expect(reasons(plus(twice))).toEqual([
    'extra builds any of [DUPACKS … DUPACKS + 1] twice: one choice is one node',
  ]);
  const one = choice();
  const once = track({ ...loud, when: [CTL.RST, one.ge(count(2))], then: [DUPACKS.becomes(one)] });
  expect(reasons(plus(once))).toEqual([]);
});

describe('obligations', () => {
  const owes = (paidBy: readonly ReturnType<typeof SND.UNA.le>[]): Rule =>
    oblige({
      ...loud,
      topic: 'acknowledgment',
      when: [CTL.ACK],
      owes: { kind: 'extra', by: NOW.plus(seconds(1)), paidBy, voidBy: [] },
    });
  test('one that no permit can pay', () => {
    // Every family but RST wants no RST, and RST itself has no SYN permit.
    expect(reasons(plus(owes([CTL.FIN, CTL.no.FIN])))).toEqual([]);
    expect(
      reasons(
        plus(
          owes([
            CTL.no.ACK,
            CTL.no.SYN,
            CTL.no.RST,
            OUT.NEW.LEN.le(octets(0)),
            OUT.OLD.LEN.le(octets(0)),
            CTL.no.FIN,
          ]),
        ),
      ),
    ).toEqual([expect.stringMatching(/^extra obliges what no permit can pay: no ACK, no SYN, no RST/)]);
  });
  test('one that an ACK pays is loaded', () => {
    expect(reasons(plus(owes([CTL.ACK])))).toEqual([]);
  });
});

describe('slots', () => {
  const without = (keep: (rule: Rule) => boolean): Spec => ({ ...SPEC, rules: SPEC.rules.filter(keep) });
  test('one that nobody writes', () => {
    const fin = slotOf(RCV.FIN);
    const spec = without((r) => !('then' in r && r.then?.some((e) => e.to === fin)));
    // What stands after the rule that is gone goes with it.
    const ids = new Set(spec.rules.map((r) => r.id));
    const rules = spec.rules.map((r) => ({ ...r, after: (r.after ?? []).filter((id) => ids.has(id)) }));
    expect(reasons({ ...spec, rules })).toEqual(['nobody writes RCV.FIN']);
  });
  test('one that nobody reads', () => {
    expect(reasons(without((r) => r.id !== 'timestamp-clock-not-back'))).toContain('nobody reads TS.SENT');
    expect(reasons(without((r) => r.id !== 'reset-of-syn'))).toEqual(['nobody reads SYN-ERRORS']);
  });
  test('every slot has a writer or is given, and a text', () => {
    const loose = allSlots().filter((s) => s.text === '');
    expect(loose).toEqual([]);
    expect(transmissions.slots.every((s) => s.kind === 'block')).toBe(true);
  });
});

test('two rules of one id', () => {
  expect(reasons(plus(SPEC.rules[0] as Rule))).toEqual(['two rules share an id']);
});

test('all reasons come at once, and as text', () => {
  const closed = family({ ...openFamily([STATE.in(LISTEN)]), closed: { by: ['RFC9293-3.8-1'] } });
  const limit = forbid({
    id: 'extra',
    topic: 'sequence',
    cites: ['RFC0-0' as 'RFC9293-3.4-1'],
    when: [],
    allow: { at: OUT.SEQ, most: SND.MAX },
  });
  const found = reasons(withFamily(closed, limit));
  expect(found).toHaveLength(3);
  expect(new SpecRefused(found).message).toContain(found[0]);
});

describe('tests that can never both hold', () => {
  test.each([
    ['a bit set and not set', CTL.SYN, CTL.no.SYN],
    ['two sets of states apart', STATE.in(LISTEN), STATE.in(ESTABLISHED)],
    ['a comparison and its negation', SEG.SEQ.le(RCV.NXT), SEG.SEQ.gt(RCV.NXT)],
    ['two counts apart', DUPACKS.ge(count(3)), DUPACKS.le(count(2))],
  ])('%s', (_, a, b) => {
    expect(exclusive([a], [b])).toBe(true);
    expect(exclusive([b], [a])).toBe(true);
  });
  test.each([
    ['two bits', CTL.SYN, CTL.no.FIN],
    ['overlapping states', STATE.in(LISTEN | ESTABLISHED), STATE.in(ESTABLISHED)],
    ['two comparisons that meet', SEG.SEQ.le(RCV.NXT), SEG.SEQ.ge(RCV.NXT)],
    ['counts that meet', DUPACKS.ge(count(2)), DUPACKS.le(count(2))],
    ['other terms', SEG.SEQ.le(RCV.NXT), SEG.END.gt(RCV.NXT)],
    ['max of both', max(SND.UNA, SND.EDGE).le(SND.MAX), SND.UNA.gt(SND.MAX)],
  ])('not: %s', (_, a, b) => {
    expect(exclusive([a], [b])).toBe(false);
  });
});
