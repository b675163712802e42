import { describe, expect, it } from 'vitest';
import { CTL } from '../../spec/event.ts';
import { renderRule, renderTest } from '../../spec/render.ts';
import { SPEC } from '../../spec/rules/index.ts';
import { ESTABLISHED } from '../../spec/state.ts';
import { RCV, RTO, SND } from '../../spec/tcb.ts';
import { octets } from '../../spec/term.ts';
import {
  allowing,
  also,
  another,
  doing,
  dropped,
  EditMisfit,
  inStates,
  leaving,
  not,
  often,
  owing,
  setting,
  swapped,
  without,
} from './edit.ts';

const ruleOf = (edit: ReturnType<typeof without>, id: string) =>
  edit.apply(SPEC).rules.find((r) => r.id === id);
const shown = (edit: ReturnType<typeof without>, id: string): string => {
  const rule = ruleOf(edit, id);
  return rule ? renderRule(rule) : 'gone';
};

describe('an edit', () => {
  it('leaves out a rule, a clause, an effect', () => {
    expect(shown(without('within-mss'), 'within-mss')).toBe('gone');
    expect(shown(dropped('new-data', 'OUT.NEW.END ≤ SND.EDGE'), 'new-data')).not.toContain('SND.EDGE');
    expect(shown(leaving('syn-on-timeout', RTO), 'syn-on-timeout')).not.toContain('RTO ←');
  });

  it('changes clauses, states, limits, effects, deadlines and weights', () => {
    expect(shown(also('acknowledge', CTL.MSS), 'acknowledge')).toContain('MSS');
    expect(shown(inStates('acknowledge', ESTABLISHED), 'acknowledge')).toMatch(/STATE in ESTABLISHED$/m);
    const limit = allowing('window-not-shrunk', CTL.ACK);
    expect(shown(limit, 'window-not-shrunk')).toContain('allow only\n    ACK');
    expect(shown(doing('edge-offered', RCV.ADV.becomes(RCV.NXT)), 'edge-offered')).toContain(
      'RCV.ADV ← RCV.NXT',
    );
    expect(shown(owing('ack-out-of-order', { paidBy: [CTL.RST] }), 'ack-out-of-order')).toContain(
      'paid by RST',
    );
    expect(ruleOf(often('acknowledge', 7), 'acknowledge')).toMatchObject({ often: 7 });
  });

  it('puts one term in the place of another, and one number in that of a setting', () => {
    const swap = swapped('acknowledge', RCV.NXT, RCV.NXT.plus(octets(1)));
    expect(shown(swap, 'acknowledge')).toContain('OUT.ACK = RCV.NXT + 1');
    expect(shown(setting('2MSL AT LEAST', 1e8), 'time-wait-ends')).toContain('TIME-WAIT.SINCE + 100 ms');
  });

  it('makes another permit and leaves the first as it was', () => {
    const made = another('acknowledge', 'acknowledge-more', (id) => also(id, CTL.MSS));
    expect(shown(made, 'acknowledge-more')).toContain('MSS');
    expect(shown(made, 'acknowledge')).toBe(shown({ of: [], apply: (spec) => spec }, 'acknowledge'));
  });

  it('turns a test of control bits round', () => {
    expect(renderTest(not(CTL.no.MSS))).toBe('not no MSS');
    expect(not(CTL.no.MSS)).toMatchObject({ want: CTL.MSS.op === 'flags' ? CTL.MSS.want : -1 });
  });

  it.each([
    ['no such rule', without('nothing-of-the-kind')],
    ['no such clause', dropped('new-data', 'SND.NXT ≤ 0')],
    ['no such term', swapped('acknowledge', SND.UNA, SND.MAX)],
    ['no such setting', setting('NOBODY', 1)],
    ['no such effect', leaving('acknowledge', RTO)],
    ['no states', inStates('window-not-shrunk', ESTABLISHED)],
    ['a limit that is none', allowing('acknowledge', CTL.ACK)],
    ['a weight of a limit', often('window-not-shrunk', 1)],
    ['a debt of a limit', owing('window-not-shrunk', {})],
  ])('is refused where it does not fit: %s', (_what, edit) => {
    expect(() => edit.apply(SPEC)).toThrow(EditMisfit);
  });
});
