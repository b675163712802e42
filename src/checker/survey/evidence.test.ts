/** What each flaw of a recording leaves unproved, where ends are placed, and what is told of the recorder. */
import { describe, expect, test } from 'vitest';
import { API_LOG, evidenceNames } from '../../spec/evidence.ts';
import { ACK, PSH, SYN } from '../../trace/trace.ts';
import { CaptureWriter, type More } from '../testing/capture-writer.ts';
import type { Conditions } from './evidence.ts';

const MS = 1e6;
const CLIENT = 0;
const SERVER = 1;

interface Gaps {
  /** Until the SYN,ACK, until its ACK. Nanoseconds. */
  readonly server?: number;
  readonly client?: number;
}

/** A handshake as a recorder beside the server sees it, unless told otherwise. */
function handshake({ server = 0.1 * MS, client = 20 * MS }: Gaps = {}, ofA: More = {}, ofB: More = {}) {
  return new CaptureWriter()
    .a(SYN, 1000, ofA)
    .b(SYN | ACK, 5000, { ack: 1001, after: server, ...ofB })
    .a(ACK, 1001, { ack: 5001, after: client, ...ofA });
}
const data = (writer: CaptureWriter, more: More = {}): CaptureWriter =>
  writer.b(PSH | ACK, 5001, { ack: 1001, text: 100, ...more });

/** What an end lacks beside the calls, which no capture has; and why. */
function lacks(writer: CaptureWriter, side: 0 | 1, conditions: Partial<Conditions> = {}) {
  const { lacks: mask, reasons } = writer.evidence(side, conditions);
  return { missing: evidenceNames(mask & ~API_LOG).join(' '), because: reasons.join(' ') };
}

describe('an end stands', () => {
  const vantage = (writer: CaptureWriter) =>
    ([CLIENT, SERVER] as const).map((side) => writer.evidence(side).vantage).join(' ');

  test.each<readonly [string, CaptureWriter, string]>([
    ['near where it answers within half a millisecond', handshake(), 'far near'],
    ['at the other end where that one does', handshake({ server: 20 * MS, client: 0.1 * MS }), 'near far'],
    ['near on both sides of one machine', handshake({ client: 0.05 * MS }), 'near near'],
    ['in between where neither does', handshake({ server: 0.6 * MS }), 'between between'],
    [
      'not near where its packets have passed a router, however fast they are',
      handshake({}, {}, { ttl: 63 }),
      'between between',
    ],
    [
      'near where its checksums are left to the adapter, however slow it is',
      handshake({ server: 90 * MS, client: 90 * MS }, {}, { checksum: 'partial' }),
      'far near',
    ],
    [
      'nowhere known without a handshake',
      data(new CaptureWriter()).a(ACK, 1001, { ack: 5101 }),
      'between between',
    ],
  ])('%s', (_, writer, places) => {
    expect(vantage(writer)).toBe(places);
  });

  test('near, where its SYN,ACK comes again late, by the first answer', () => {
    const slow = new CaptureWriter()
      .a(SYN, 1000)
      .b(SYN | ACK, 5000, { ack: 1001, after: 0.1 * MS })
      .b(SYN | ACK, 5000, { ack: 1001, after: 1000 * MS })
      .a(ACK, 1001, { ack: 5001, after: 20 * MS });
    expect(slow.evidence(SERVER).vantage).toBe('near');
  });
});

const AWAY = 'NEAR_OUT NEAR_IN LOSSLESS_OUT ORDER_OUT LAG_BOUND';

describe('of a whole recording', () => {
  test('a near end lacks the calls only', () => {
    expect(lacks(data(handshake()), SERVER)).toEqual({ missing: '', because: '' });
  });
  test('a far end can lose what is behind the recorder', () => {
    expect(lacks(data(handshake()), CLIENT)).toEqual({ missing: AWAY, because: 'far-vantage' });
  });
  test('the beginning is the SYN of one end', () => {
    const begins = (writer: CaptureWriter) =>
      ([CLIENT, SERVER] as const).map((side) => writer.evidence(side).begins);
    expect(begins(handshake())).toEqual(['SYN sent', 'SYN arrived']);
    expect(begins(data(new CaptureWriter()))).toEqual(['otherwise', 'otherwise']);
    expect(begins(new CaptureWriter().b(SYN | ACK, 1, { ack: 9 }))).toEqual(['otherwise', 'otherwise']);
  });
});

describe('a flaw clears what rests on its absence, and is reported', () => {
  const both = 'LOSSLESS_OUT LOSSLESS_IN';

  test.each<readonly [string, CaptureWriter, 0 | 1, string, string, string]>([
    [
      'octets of the end that were acknowledged and never seen',
      data(handshake()).a(ACK, 1001, { ack: 5901 }),
      SERVER,
      'LOSSLESS_OUT ORDER_OUT',
      'capture-loss',
      'capture-loss',
    ],
    [
      'octets of the peer that were acknowledged and never seen',
      data(handshake()).b(ACK, 5101, { ack: 1501 }),
      SERVER,
      'LOSSLESS_IN',
      'capture-loss',
      'capture-loss',
    ],
    [
      'a number of the end that came late',
      data(handshake())
        .b(PSH | ACK, 5201, { ack: 1001, text: 100 })
        .b(PSH | ACK, 5101, { ack: 1001, text: 100 }),
      SERVER,
      'LOSSLESS_OUT ORDER_OUT',
      'order-uncertain',
      '',
    ],
    [
      'a packet that was recorded twice',
      data(handshake()).again(0.01 * MS),
      SERVER,
      `${AWAY.replace('NEAR_OUT NEAR_IN LOSSLESS_OUT', 'NEAR_OUT NEAR_IN LOSSLESS_OUT LOSSLESS_IN')}`,
      'far-vantage order-uncertain',
      'recorded-twice',
    ],
    [
      'a stamp that goes back',
      data(handshake(), { after: -5 * MS }),
      SERVER,
      'LOSSLESS_OUT LOSSLESS_IN ORDER_OUT CLOCK_MS LAG_BOUND',
      'order-uncertain',
      'time-back',
    ],
    [
      'a wrong checksum',
      data(handshake()).b(PSH | ACK, 5101, { ack: 1001, text: 100, checksum: 'bad' }),
      SERVER,
      both,
      'bad-checksum',
      'bad-checksum',
    ],
    [
      'a fragment',
      data(handshake()).b(PSH | ACK, 5101, { ack: 1001, text: 100, fragment: true }),
      SERVER,
      `${both} ORDER_OUT`,
      'capture-loss fragments',
      'fragments',
    ],
    [
      'another way of the end’s packets',
      data(handshake(), { ttl: 61 }),
      SERVER,
      'LOSSLESS_OUT ORDER_OUT',
      'third-party',
      'third-party',
    ],
    [
      'another way of the peer’s',
      data(handshake()).a(ACK, 1001, { ack: 5101, ttl: 61 }),
      SERVER,
      'LOSSLESS_IN',
      'third-party',
      'third-party',
    ],
    [
      'a segment larger than the peer takes',
      data(handshake(), { text: 4000 }),
      SERVER,
      'WIRE_SIZE',
      'offload',
      'offload',
    ],
    [
      'options that were cut off',
      data(handshake({}, { options: [{ kind: 2, data: Uint8Array.of(5, 180) }], kept: 14 + 20 + 20 })),
      SERVER,
      'OWN_SYN PEER_SYN',
      'truncated',
      'snapped',
    ],
    [
      'one side only',
      new CaptureWriter().b(SYN, 5000).b(ACK, 5001, { ack: 1001, after: 0.1 * MS }),
      SERVER,
      `NEAR_OUT NEAR_IN LOSSLESS_OUT LOSSLESS_IN ORDER_OUT PEER_SYN LAG_BOUND`,
      'one-sided far-vantage',
      '',
    ],
    [
      'no handshake',
      data(new CaptureWriter(), { checksum: 'partial' }).a(ACK, 1001, { ack: 5101 }),
      SERVER,
      'OWN_SYN PEER_SYN',
      'mid-stream',
      'checksum-offload',
    ],
  ])('%s', (_, writer, side, missing, because, health) => {
    expect(lacks(writer, side)).toEqual({ missing, because });
    const classes = writer
      .survey()
      .health.list()
      .map((h) => h.class);
    if (health !== '') expect(classes).toContain(health);
    else expect(classes).toEqual([]);
  });

  test('frames of a flaw are told, the first sixteen', () => {
    const twice = data(handshake());
    for (let i = 0; i < 20; i++) twice.again(1000);
    const entry = twice
      .survey()
      .health.list()
      .find((h) => h.class === 'recorded-twice');
    expect(entry?.count).toBe(20);
    expect(entry?.frames).toEqual(Array.from({ length: 16 }, (_, i) => 5 + i));
  });

  test('copies and damaged packets are not given to the judge', () => {
    const { skipped } = data(handshake()).again(1000).b(ACK, 5101, { ack: 1001, checksum: 'bad' }).survey();
    expect([skipped.length, skipped.at(0), skipped.at(1)]).toEqual([2, 5, 6]);
  });

  test('where no checksum of a side was ever right its addresses were rewritten: its packets count', () => {
    const rewritten = handshake({}, {}, { checksum: 'bad' });
    expect(rewritten.survey().skipped.length).toBe(0);
    expect(lacks(rewritten, SERVER).because).toBe('bad-checksum');
  });
});

describe('the recorder is trusted', () => {
  const lost = data(handshake()).a(ACK, 1001, { ack: 5901 });
  test.each<readonly [string, CaptureWriter, Partial<Conditions>, string]>([
    ['inferred, nothing missing', data(handshake()), {}, ''],
    ['inferred, with drops that it counted', data(handshake()), { drops: true }, 'LOSSLESS_OUT LOSSLESS_IN'],
    ['unknown', data(handshake()), { recorder: 'unknown' }, 'LOSSLESS_OUT LOSSLESS_IN'],
    ['lossless, with drops that it counted', data(handshake()), { recorder: 'lossless', drops: true }, ''],
    ['inferred, with a loss', lost, {}, 'LOSSLESS_OUT ORDER_OUT'],
    ['lossless, whatever is missing', lost, { recorder: 'lossless' }, ''],
    ['with stamps of ten milliseconds', data(handshake()), { resolution: 10 * MS }, 'CLOCK_MS LAG_BOUND'],
  ])('%s', (_, writer, conditions, missing) => {
    expect(lacks(writer, SERVER, conditions).missing).toBe(missing);
  });

  test('and vouches for nothing unless told to', () => {
    const vouched = (recorder: Conditions['recorder']) =>
      data(handshake()).evidence(SERVER, { recorder }).vouched;
    expect([vouched('lossless'), vouched('inferred'), vouched('unknown')]).toEqual([true, false, false]);
  });
});
