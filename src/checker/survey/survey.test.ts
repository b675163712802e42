/** Where the next connection of a 4-tuple begins: a SYN in the midst may be challenged (RFC 5961 §4). */
import { describe, expect, test } from 'vitest';
import { ACK, FIN, PSH, RST, SYN } from '../../trace/trace.ts';
import { CaptureWriter } from '../testing/capture-writer.ts';
import { C, rowAt, S, sideAt } from './table.ts';

/** First and last record of each connection, in the order of their rows. */
function spans(writer: CaptureWriter): readonly string[] {
  const { table } = writer.survey();
  return Array.from({ length: table.rows }, (_, i) => {
    const row = rowAt(i);
    return `${table.data[row + C.FIRST_FRAME]}-${table.data[row + C.LAST_FRAME]}`;
  });
}

const open = (iss = 1000, irs = 5000): CaptureWriter =>
  new CaptureWriter()
    .a(SYN, iss)
    .b(SYN | ACK, irs, { ack: iss + 1 })
    .a(ACK, iss + 1, { ack: irs + 1 });
const used = (): CaptureWriter =>
  open()
    .a(PSH | ACK, 1001, { ack: 5001, text: 10 })
    .b(ACK, 5001, { ack: 1011 });

describe('one connection', () => {
  test('with its data and its closing', () => {
    expect(
      spans(
        used()
          .a(FIN | ACK, 1011, { ack: 5001 })
          .b(FIN | ACK, 5001, { ack: 1012 }),
      ),
    ).toEqual(['1-7']);
  });
  test('whose SYN comes again', () => {
    expect(
      spans(
        new CaptureWriter()
          .a(SYN, 1)
          .a(SYN, 1)
          .b(SYN | ACK, 9, { ack: 2 }),
      ),
    ).toEqual(['1-3']);
  });
  test.each([1000, 5001, 5011, 900_000])(
    'whose SYN,ACK was lost has not begun with a SYN %d in its midst',
    (seq) => {
      const writer = new CaptureWriter()
        .a(SYN, 1000)
        .a(ACK, 1001, { ack: 5001 })
        .a(PSH | ACK, 1001, { ack: 5001, text: 10 })
        .b(ACK, 5001, { ack: 1011 })
        .b(SYN, seq)
        .a(PSH | ACK, 1011, { ack: 5001, text: 10 });
      expect(writer.evidence(0).begins).toBe('otherwise');
      expect(writer.check().connections.flatMap((c) => c.endpoints.flatMap((e) => e.findings))).toEqual([]);
    },
  );
  test('whose SYNs cross', () => {
    const crossing = new CaptureWriter()
      .a(SYN, 1)
      .b(SYN, 9)
      .a(SYN | ACK, 1, { ack: 10 })
      .b(SYN | ACK, 9, { ack: 2 });
    expect(spans(crossing)).toEqual(['1-4']);
  });
  test('in whose midst a SYN is answered by a challenge ACK', () => {
    const challenged = used().a(SYN, 900_000).b(ACK, 5001, { ack: 1011 }).a(ACK, 1011, { ack: 5001 });
    expect(spans(challenged)).toEqual(['1-8']);
  });
  test('in whose midst the peer’s data crosses a SYN that is answered by a challenge ACK', () => {
    const crossed = used()
      .a(SYN, 900_000)
      .b(PSH | ACK, 5001, { ack: 1011, text: 20 })
      .b(ACK, 5021, { ack: 1011 })
      .a(ACK, 1011, { ack: 5021 });
    expect(spans(crossed)).toEqual(['1-9']);
  });
});

describe('the next connection on the same sockets', () => {
  test('begins with the SYN behind two FINs', () => {
    const closed = used()
      .a(FIN | ACK, 1011, { ack: 5001 })
      .b(FIN | ACK, 5001, { ack: 1012 })
      .a(ACK, 1012, { ack: 5002 });
    expect(spans(closed.a(SYN, 70_000).b(SYN | ACK, 90_000, { ack: 70_001 }))).toEqual(['1-8', '9-10']);
  });
  test('begins with the SYN behind an RST', () => {
    expect(spans(used().b(RST, 5001).a(SYN, 70_000))).toEqual(['1-6', '7-7']);
  });
  test('begins with the SYN,ACK behind two FINs whose SYN was not seen, and is not judged', () => {
    const both = (next: number) =>
      used()
        .a(FIN | ACK, 1011, { ack: 5001 })
        .b(FIN | ACK, 5001, { ack: 1012 })
        .a(ACK, 1012, { ack: 5002 })
        .b(SYN | ACK, next, { ack: 700_001 })
        .a(ACK, 700_001, { ack: next + 1 });
    expect(spans(both(900_000))).toEqual(['1-8', '9-10']);
    expect(both(900_000).evidence(1, { recorder: 'unknown' }).begins).toBe('SYN arrived');
    const rows = both(900_000).survey().table;
    expect(rows.data[rowAt(1) + C.ODD]).toBe(1);
    expect(
      both(900_000)
        .check({ recorder: 'unknown' })
        .connections.flatMap((c) => c.endpoints),
    ).toEqual([
      expect.objectContaining({ findings: [] }),
      expect.objectContaining({ findings: [] }),
      expect.objectContaining({ findings: [], reasons: expect.arrayContaining(['mid-stream']) }),
      expect.objectContaining({ findings: [], reasons: expect.arrayContaining(['mid-stream']) }),
    ]);
    // Its own SYN,ACK again is none.
    expect(spans(both(5000))).toEqual(['1-10']);
  });
  test('begins with another SYN where the first was never answered', () => {
    expect(
      spans(
        new CaptureWriter()
          .a(SYN, 1)
          .a(SYN, 50_000)
          .b(SYN | ACK, 9, { ack: 50_001 }),
      ),
    ).toEqual(['1-1', '2-3']);
  });
  test('begins behind a refused attempt', () => {
    const refused = new CaptureWriter()
      .a(SYN, 1)
      .b(RST | ACK, 0, { ack: 2 })
      .a(SYN, 50_000);
    expect(spans(refused.b(RST | ACK, 0, { ack: 50_001 }))).toEqual(['1-2', '3-4']);
  });
  test('begins with a SYN in the midst that a SYN,ACK answers: the other side had lost its connection', () => {
    const reborn = used()
      .a(SYN, 900_000)
      .b(SYN | ACK, 77_000, { ack: 900_001 });
    expect(spans(reborn.a(ACK, 900_001, { ack: 77_001 }))).toEqual(['1-6', '6-8']);
  });
  test('has the SYN’s number, time and MSS from the SYN that stood in the midst', () => {
    const mss = [{ kind: 2, data: Uint8Array.of(2, 24) }];
    const reborn = used()
      .a(SYN, 900_000, { options: mss })
      .b(SYN | ACK, 77_000, { ack: 900_001 });
    const { data } = reborn.survey().table;
    const s = sideAt(rowAt(1), 0);
    expect([data[s + S.ISN], data[s + S.SYN_TIME], data[s + S.MSS]]).toEqual([900_000, 5e6, 536]);
    // The SYN,ACK came a millisecond behind it.
    expect(data[rowAt(1) + C.GAP + 1]).toBe(1e6);
  });
  test('begins where the SYN’s sender goes on behind it though its answer was lost', () => {
    expect(spans(used().a(SYN, 900_000).a(ACK, 900_001, { ack: 77_001 })).at(1)).toBe('6-7');
  });
  test('on another VLAN is another flow', () => {
    const twice = new CaptureWriter().a(SYN, 1, { vlan: 1 }).a(SYN, 7777, { vlan: 2 });
    expect(spans(twice.b(SYN | ACK, 9, { ack: 2, vlan: 1 }))).toEqual(['1-3', '2-2']);
  });
});

test('a flow leads from its first connection to the next', () => {
  const survey = used()
    .b(RST, 5001)
    .a(SYN, 70_000)
    .b(RST | ACK, 0, { ack: 70_001 })
    .a(SYN, 90_000)
    .survey();
  const { data } = survey.table;
  const first = survey.head(0);
  const second = data[rowAt(first) + C.NEXT] ?? -1;
  const third = data[rowAt(second) + C.NEXT] ?? -1;
  expect([first, second, third, data[rowAt(third) + C.NEXT]]).toEqual([0, 1, 2, -1]);
});
