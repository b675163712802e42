import { describe, expect, test } from 'vitest';
import { currentPractice } from '../spec/profile.ts';
import { delayedAck } from '../spec/rules/ack-generation.ts';
import { SPEC } from '../spec/rules/index.ts';
import { RCV, SND, slotOf } from '../spec/tcb.ts';
import type { Slot } from '../spec/term.ts';
import { Cells } from './cells.ts';
import { connectionsOf } from './connections.ts';
import { Journal } from './journal.ts';
import { runConnection } from './run.ts';
import { established, ruleTrace } from './testing/rule-trace.ts';

/** A journal of one connection, as an explanation reads it. */
function journalOf(text: string) {
  const trace = ruleTrace(established(), text);
  const [connection] = connectionsOf(trace, trace.header.lag);
  if (!connection) throw new Error('no connection');
  let journal: Journal | undefined;
  const { endpoint } = runConnection(connection, trace, new Cells(SPEC, currentPractice, 0, true), {
    begins(of) {
      journal = new Journal(of);
      of.listener = journal;
    },
    found: () => undefined,
  });
  if (!journal) throw new Error('no journal');
  const kept = journal;
  const valueOf = (slot: Slot): number => endpoint.pool[endpoint.any + slot.lo] ?? 0;
  return { kept, valueOf };
}

const NXT = slotOf(RCV.NXT);
const MAX = slotOf(SND.MAX);
const DATA = '0 < P. 1:101(100) ack 1\n+.001 > P. 1:51(50) ack 101\n+.1 < . 101:101(0) ack 51';

describe('who wrote a bound', () => {
  test('the rule and the record that gave it its value', () => {
    const { kept, valueOf } = journalOf(DATA);
    expect(kept.lastWriter(NXT, 'lo', valueOf(NXT), 99)).toMatchObject({
      rule: 'text-arrives',
      frame: 10,
      time: 0.499e9,
    });
    expect(kept.lastWriter(MAX, 'hi', valueOf(MAX), 99)).toMatchObject({ rule: 'highest-sent', frame: 11 });
  });
  test('the certain rule before one that only may have written it', () => {
    const { kept, valueOf } = journalOf(DATA);
    const una = slotOf(SND.UNA);
    expect(kept.lastWriter(una, 'lo', valueOf(una), 99)?.rule).toBe('ack-of-new-data');
  });
  test('not a later record than the one that is explained', () => {
    const { kept, valueOf } = journalOf(DATA);
    expect(kept.lastWriter(NXT, 'lo', valueOf(NXT), 9)).toBeUndefined();
  });
  test('nobody, where the value is that of the beginning', () => {
    const { kept, valueOf } = journalOf(DATA);
    const fin = slotOf(SND.FIN);
    expect(kept.lastWriter(fin, 'lo', valueOf(fin), 99)).toBeUndefined();
  });
});

describe('what armed an obligation', () => {
  test('the belief before the record was taken in', () => {
    const { kept } = journalOf(DATA);
    const box = kept.armed(delayedAck, 10);
    expect((box?.[NXT.lo] ?? 0) + 100).toBe(journalOf(DATA).valueOf(NXT));
    expect(kept.armed(delayedAck, 12)).toBeUndefined();
  });
  test('is forgotten when it is long past', () => {
    const many = Array.from({ length: 1100 }, (_, i) => {
      const seq = 1 + i * 10;
      return `+.001 < . ${seq}:${seq + 10}(10) ack 1\n+.001 > . 1:1(0) ack ${seq + 10}`;
    });
    const { kept } = journalOf(many.join('\n'));
    expect(kept.armed(delayedAck, 10)).toBeUndefined();
    expect(kept.armed(delayedAck, 10 + 2 * 1099)).toBeDefined();
  });
});
