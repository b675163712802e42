import { describe, expect, it } from 'vitest';
import { evidenceNames } from './evidence.ts';
import { needsOf } from './needs.ts';
import { SPEC } from './rules/index.ts';

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
  it('a shrinking window: what the stack itself offered', () => {
    expect(needs('window-not-shrunk')).toEqual(['LOSSLESS_OUT']);
  });
  it('a track accuses nobody and needs nothing', () => {
    expect(needs('ack-of-new-data')).toEqual([]);
  });
});
