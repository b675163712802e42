/** Where a 4-tuple begins anew: only where the stack sends another SYN after more than SYNs was seen. */
import { describe, expect, test } from 'vitest';
import { ACK, FIN, RST, type SegmentEvent, SYN } from '../trace/trace.ts';
import { incarnationsOf } from './incarnations.ts';
import { V4, Writer } from './testing/trace-writer.ts';

const ofPort =
  (port: number) =>
  (event: SegmentEvent): boolean =>
    [event.segment.source.port, event.segment.destination.port].includes(port);
/** Places of the events at which another incarnation begins. */
const starts = (w: Writer): readonly number[] => incarnationsOf(w.events, ofPort(80));

/** Three segments: a handshake that the peer began. */
const opened = (): Writer =>
  new Writer()
    .arrived(SYN, 1)
    .sent(SYN | ACK, 9, { ack: 2 })
    .arrived(ACK, 2, { ack: 10 });

describe('one connection', () => {
  test('nothing, a SYN, a handshake', () => {
    expect(starts(new Writer())).toEqual([]);
    expect(starts(new Writer().sent(SYN, 1))).toEqual([]);
    expect(starts(opened())).toEqual([]);
  });
  test('a SYN again, with the same number or, as a fault, another', () => {
    expect(starts(new Writer().sent(SYN, 1).sent(SYN, 1))).toEqual([]);
    expect(starts(new Writer().call('connect', 4).sent(SYN, 1).sent(SYN, 1).sent(SYN, 7))).toEqual([]);
    expect(
      starts(
        new Writer()
          .sent(SYN, 1)
          .arrived(SYN, 5)
          .sent(SYN | ACK, 7, { ack: 6 }),
      ),
    ).toEqual([]);
  });
  test('a SYN,ACK again with its number, late', () => {
    expect(starts(opened().sent(SYN | ACK, 9, { ack: 2 }))).toEqual([]);
  });
  test('a SYN in the midst that gets a challenge ACK or an RST', () => {
    expect(starts(opened().arrived(SYN, 500).sent(ACK, 10, { ack: 2 }))).toEqual([]);
    expect(starts(opened().arrived(SYN, 500).sent(RST, 10))).toEqual([]);
  });
  test('a trace that begins in the midst', () => {
    expect(starts(new Writer().sent(ACK, 1).arrived(ACK, 5).sent(SYN, 900))).toEqual([]);
  });
});

describe('another incarnation begins', () => {
  test('with the SYN that the stack answers by a number of its own', () => {
    const w = opened()
      .arrived(RST, 2)
      .arrived(SYN, 500)
      .sent(SYN | ACK, 900, { ack: 501 });
    expect(starts(w)).toEqual([4]);
  });
  test('with its first copy, where it came twice', () => {
    const w = opened()
      .arrived(SYN, 500)
      .arrived(SYN, 500)
      .sent(SYN | ACK, 900, { ack: 501 });
    expect(starts(w)).toEqual([3]);
  });
  test('with the last such SYN, where an earlier one was answered otherwise', () => {
    const w = opened()
      .arrived(SYN, 500)
      .sent(ACK, 10, { ack: 2 })
      .arrived(RST, 2)
      .arrived(SYN, 500)
      .sent(SYN | ACK, 900, { ack: 501 });
    expect(starts(w)).toEqual([6]);
  });
  test('after the last segment of the old one, where the stack opens: calls between are the new one’s', () => {
    const w = new Writer()
      .sent(SYN, 1)
      .arrived(RST | ACK, 0, { ack: 2 })
      .call('connect', 4)
      .sent(SYN, 900);
    expect(starts(w)).toEqual([2]);
  });
  test('with another SYN of the stack, where the user gave up the first and connected again', () => {
    const connect = (w: Writer): Writer => w.call('connect', 4, { remote: V4[1] });
    const w = connect(connect(new Writer()).sent(SYN, 1).sent(SYN, 1).call('close', 4)).sent(SYN, 7);
    expect(starts(w)).toEqual([4]);
  });
  test('or where no calls are recorded, which could have shown it', () => {
    expect(starts(new Writer().sent(SYN, 1).sent(SYN, 1).sent(SYN, 7))).toEqual([2]);
  });
  test('with the SYN again that a stack answers anew which another SYN took back to LISTEN', () => {
    const w = new Writer()
      .arrived(SYN, 1)
      .sent(SYN | ACK, 9, { ack: 2 })
      .arrived(SYN, 100)
      .arrived(SYN, 1)
      .sent(SYN | ACK, 77, { ack: 2 });
    expect(starts(w)).toEqual([3]);
  });
  test('as often as the 4-tuple is used', () => {
    const w = opened();
    for (const [peer, own] of [
      [500, 900],
      [600, 950],
    ] as const)
      w.sent(FIN | ACK, own - 1)
        .arrived(SYN, peer)
        .sent(SYN | ACK, own, { ack: peer + 1 })
        .arrived(ACK, peer + 1, { ack: own + 1 });
    expect(starts(w)).toEqual([4, 8]);
  });
  test('whatever other connections do', () => {
    const elsewhere = [V4[0].replace(':80', ':81'), V4[1]] as const;
    const w = opened()
      .arrived(SYN, 1, { pair: elsewhere })
      .sent(SYN | ACK, 77, { ack: 2, pair: elsewhere })
      .arrived(RST, 2)
      .arrived(SYN, 500)
      .sent(RST, 78, { pair: elsewhere })
      .sent(SYN | ACK, 900, { ack: 501 });
    expect(starts(w)).toEqual([6]);
    expect(incarnationsOf(w.events, ofPort(81))).toEqual([]);
  });
});
