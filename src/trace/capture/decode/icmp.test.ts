import { describe, expect, test } from 'vitest';
import * as packets from '../../fixtures/packets.ts';
import { datagram, datagram6, octets, recordOf } from '../../fixtures/packets.ts';
import { newWire, OPTION, W, type Wire } from '../../wire.ts';
import { OUTCOME } from './outcome.ts';
import { PacketDecoder } from './packet-decoder.ts';

function decoded(packet: readonly number[]) {
  const decoder = new PacketDecoder({ checksums: 'full' });
  const wire = newWire();
  const record = recordOf(101, packet);
  return { outcome: decoder.decode(record, wire), decoder, wire, record };
}

const slots = (wire: Wire, ...of: number[]): number[] => of.map((slot) => wire[slot] as number);
const FROM = '0a 00 00 09 c0 00 02 01';
const error = (header: string, quote: readonly number[]) =>
  packets.ipv4(1, [...octets(header), ...quote], FROM);
const mss = { kind: 2, data: Uint8Array.of(5, 180) };

describe('an ICMP error', () => {
  test('that quotes eight octets of TCP has ports and sequence number', () => {
    const quote = datagram({ length: 1000, payload: new Uint8Array(1000) }).slice(0, 28);
    const { outcome, decoder, wire, record } = decoded(error('03 04 00 00 00 00 05 78', quote));
    expect(outcome).toBe(OUTCOME.ICMP_ERROR);
    expect([decoder.icmpType, decoder.icmpCode, decoder.icmpMtu]).toEqual([3, 4, 1400]);
    expect([...record.bytes.subarray(decoder.reporterAt, decoder.reporterAt + 4)]).toEqual([10, 0, 0, 9]);
    const { seq, ttl, source, destination } = packets.SEGMENT;
    expect(slots(wire, W.SEQ, W.TTL, W.SOURCE_PORT, W.DESTINATION_PORT, W.VERSION)).toEqual([
      seq,
      ttl,
      source.port,
      destination.port,
      4,
    ]);
    expect([...record.bytes.subarray(wire[W.ADDRESSES_AT], (wire[W.ADDRESSES_AT] as number) + 4)]).toEqual([
      192, 0, 2, 1,
    ]);
    const unseen = [W.ACK, W.FLAGS, W.WND, W.UP, W.LENGTH, W.PAYLOAD_AT, W.PAYLOAD_KEPT, W.MSS, W.TSVAL];
    expect(slots(wire, ...unseen)).toEqual(unseen.map(() => -1));
    expect(slots(wire, W.OPTIONS, W.SACKS, W.CHECKSUM)).toEqual([0, 0, 0]);
  });

  test('that quotes all has all', () => {
    const { outcome, wire } = decoded(error('0b 00 00 00 00 00 00 00', datagram({ options: [mss] })));
    const { ack, flags, wnd } = packets.SEGMENT;
    expect(outcome).toBe(OUTCOME.ICMP_ERROR);
    expect(slots(wire, W.ACK, W.FLAGS, W.WND, W.LENGTH, W.MSS, W.OPTIONS)).toEqual([
      ack,
      flags,
      wnd,
      3,
      1460,
      OPTION.MSS,
    ]);
  });

  test('of IPv6 tells the MTU', () => {
    const { outcome, decoder, wire } = decoded(
      packets.ipv6(58, [...octets('02 00 00 00 00 00 05 00'), ...datagram6()]),
    );
    expect(outcome).toBe(OUTCOME.ICMP_ERROR);
    expect([decoder.icmpType, decoder.icmpMtu, decoder.reporterVersion]).toEqual([2, 1280, 6]);
    expect(slots(wire, W.VERSION, W.SEQ)).toEqual([6, packets.SEGMENT6.seq]);
  });

  test('in a tunnel is of the context of the tunnel', () => {
    const inner = error('03 01 00 00 00 00 00 00', datagram());
    const { outcome, decoder, wire } = decoded(packets.ipv4(4, inner));
    expect(outcome).toBe(OUTCOME.ICMP_ERROR);
    expect([decoder.icmpMtu, (wire[W.CONTEXT] as number) > 0]).toEqual([-1, true]);
  });

  test.each<[string, number[], number]>([
    ['no error', error('08 00 00 00 00 01 00 01', datagram()), 8],
    ['an error about UDP', error('03 03 00 00 00 00 00 00', packets.ipv4(17, packets.udp(53, []))), 3],
    [
      'a quote that says it has fewer',
      error('03 03 00 00 00 00 00 00', [0x45, 0, 0, 27, ...datagram().slice(4)]),
      3,
    ],
    ['a quote of seven octets', error('03 03 00 00 00 00 00 00', datagram().slice(0, 27)), 3],
    [
      'a quote of a later fragment',
      error('0b 01 00 00 00 00 00 00', packets.ipv4(6, datagram(), FROM, 9)),
      11,
    ],
    ['a quote of IPv6 in ICMP', error('03 01 00 00 00 00 00 00', datagram6()), 3],
    ['a cut header', packets.ipv4(1, [3, 1]), 3],
    ['nothing', packets.ipv4(1, []), -1],
  ])('%s is no error about TCP', (_, packet, detail) => {
    const { outcome, decoder } = decoded(packet);
    expect([outcome, decoder.detail]).toEqual([OUTCOME.ICMP, detail]);
  });
});
