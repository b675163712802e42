import { describe, expect, it } from 'vitest';
import { CTL, OUT } from './event.ts';
import {
  ALL_EVIDENCE,
  evidenceNames,
  LOSSLESS_IN,
  LOSSLESS_OUT,
  NEAR_IN,
  PEER_SYN,
  WIRE_SIZE,
} from './evidence.ts';
import { cannotFail, hardNeedsOf, needsOf } from './needs.ts';
import { SPEC } from './rules/index.ts';
import { RCV, SMSS, SND } from './tcb.ts';
import { atWill, between, octets } from './term.ts';

const needs = (id: string): readonly string[] => {
  const rule = SPEC.rules.find((r) => r.id === id);
  if (!rule) throw new Error(`no rule ${id}`);
  return evidenceNames(needsOf(rule));
};

describe('what a rule needs is computed from the bounds that its failing corner reads', () => {
  it('new data beyond the window: the window scale and every ACK must have been seen', () => {
    expect(needs('new-data')).toEqual(expect.arrayContaining(['PEER_SYN', 'LOSSLESS_IN']));
  });
  it('a retransmission before its time: the clock', () => {
    expect(needs('retransmit-on-timeout')).toEqual(expect.arrayContaining(['CLOCK_MS', 'LOSSLESS_OUT']));
  });
  it('an ACK that never came: every output, and a bound on lag', () => {
    expect(needs('ack-within-half-a-second')).toEqual(expect.arrayContaining(['LOSSLESS_OUT', 'LAG_BOUND']));
  });
  it('the same octets again: the payload', () => {
    expect(needs('same-octets-again')).toContain('PAYLOAD');
  });
  it('a shrinking window: what the stack itself offered, and how both SYNs scale it', () => {
    expect(needs('window-not-shrunk')).toEqual(['LOSSLESS_OUT', 'OWN_SYN', 'PEER_SYN']);
  });
  it('a track accuses nobody and needs nothing', () => {
    expect(needs('ack-of-new-data')).toEqual([]);
  });
});

describe('what is hard to do without', () => {
  const hard = (id: string): readonly string[] => {
    const rule = SPEC.rules.find((r) => r.id === id);
    return rule ? evidenceNames(hardNeedsOf(rule)) : [];
  };
  it('is a field that the recorder does not show as it was sent, not the bound of a slot', () => {
    expect(needs('within-mss')).toEqual(expect.arrayContaining(['WIRE_SIZE', 'PEER_SYN']));
    expect(hard('within-mss')).toContain('WIRE_SIZE');
    expect(hard('within-mss')).not.toContain('PEER_SYN');
  });
  it('of an answer that is owed is all that came and went, and when', () => {
    expect(hard('ack-within-half-a-second')).toEqual(
      expect.arrayContaining(['NEAR_OUT', 'NEAR_IN', 'LOSSLESS_OUT', 'LOSSLESS_IN', 'LAG_BOUND']),
    );
  });
  it('where calls are asked for is their log', () => {
    expect(needs('reset-unlogged')).toContain('API_LOG');
  });
});

describe('a test that no values can make fail', () => {
  it.each([
    ['reads the high end of its right side', OUT.ACK.le(RCV.NXT), LOSSLESS_IN, true],
    ['does not read the low end of its right side', OUT.TEXT.le(SMSS), LOSSLESS_IN, false],
    ['reads the low end of its left side', SND.UNA.le(OUT.SEQ), NEAR_IN, true],
    ['does not read the high end of its left side', RCV.NXT.le(OUT.ACK), LOSSLESS_IN, false],
    ['reads both ends where both sides must be equal', RCV.NXT.eq(OUT.ACK), LOSSLESS_IN, true],
    ['rests on nothing else', OUT.ACK.le(RCV.NXT), LOSSLESS_OUT, false],
    ['looks into a sum', OUT.ACK.le(RCV.NXT.plus(octets(1))), LOSSLESS_IN, true],
    ['looks into a product', octets(1).le(SMSS.times(2)), PEER_SYN, true],
    ['turns ends round behind a minus', OUT.LEN.le(SND.EDGE.minus(SND.UNA)), NEAR_IN, true],
    ['reads the far end of a choice', octets(1).le(between(octets(1), SMSS)), PEER_SYN, true],
    ['does not read its near end', octets(1).le(between(SMSS, octets(1))), PEER_SYN, false],
    ['reads a field', OUT.TEXT.le(octets(1)), WIRE_SIZE, true],
    ['is a choice that nobody sees', atWill(), 0, true],
    ['is never one of control bits', CTL.SYN, ALL_EVIDENCE, false],
  ] as const)('%s', (_, test, lacks, never) => {
    expect(cannotFail(test, lacks)).toBe(never);
  });
});
