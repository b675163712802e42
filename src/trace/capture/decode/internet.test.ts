/** IP headers, checksums, tunnels and contexts, as the decoder sees them. */
import { describe, expect, test } from 'vitest';
import * as packets from '../../fixtures/packets.ts';
import { datagram, datagram6, ethernet, octets, recordOf, tag } from '../../fixtures/packets.ts';
import type { Segment } from '../../trace.ts';
import { CHECKSUM, MARK, newWire, W, type Wire } from '../../wire.ts';
import { foldSum, sumWords } from '../checksum.ts';
import { OUTCOME } from './outcome.ts';
import { PacketDecoder } from './packet-decoder.ts';
import type { ChecksumWish } from './walk.ts';
import { segmentOf } from './wire-segment.ts';

const RAW = 101;
const at = (wire: Wire, slot: number): number => wire[slot] as number;

function decoded(packet: readonly number[], original = packet.length, checksums: ChecksumWish = 'full') {
  const decoder = new PacketDecoder({ checksums });
  const wire = newWire();
  const record = recordOf(RAW, packet, { original });
  const outcome = decoder.decode(record, wire);
  const [length, marks, sum] = [at(wire, W.LENGTH), at(wire, W.MARKS), at(wire, W.CHECKSUM)];
  return { outcome, detail: decoder.detail, length, marks, sum, wire, record };
}

/** A changed copy: pairs of place and octet. */
const changed = (b: readonly number[], ...changes: (readonly [number, number])[]): number[] => {
  const copy = [...b];
  for (const [place, value] of changes) copy[place] = value;
  return copy;
};

describe('IPv4', () => {
  test.each<[string, [number, number][], number, number]>([
    ['a header length below 20', [[0, 0x44]], OUTCOME.IP_HEADER_LENGTH, -1],
    ['a header beyond the record', [[0, 0x4f]], OUTCOME.IP_CUT, -1],
    ['a length below the header', [[3, 19]], OUTCOME.IP_LENGTH, -1],
    ['a length that ends within TCP', [[3, 39]], OUTCOME.TCP_SHORT, -1],
    ['a fragment behind the first', [[7, 1]], OUTCOME.FRAGMENT, -1],
    ['another protocol', [[9, 132]], OUTCOME.IP_PROTOCOL, 132],
    ['ICMPv6 in IPv4', [[9, 58]], OUTCOME.IP_PROTOCOL, 58],
    ['UDP', [[9, 17]], OUTCOME.UDP, -1],
    ['a data offset below 5', [[32, 0x40]], OUTCOME.DATA_OFFSET_LOW, 4],
    ['a data offset beyond the datagram', [[32, 0xf0]], OUTCOME.DATA_OFFSET_HIGH, 15],
  ])('%s is told apart', (_, changes, outcome, detail) => {
    expect(decoded(changed(datagram(), ...changes))).toMatchObject({ outcome, detail });
  });

  test('options are passed', () => {
    const b = datagram();
    const routed = [0x46, ...b.slice(1, 3), 47, ...b.slice(4, 20), 0x94, 4, 0, 0, ...b.slice(20)];
    const { outcome, record, wire } = decoded(routed);
    expect(outcome).toBe(OUTCOME.TCP);
    expect(segmentOf(record.bytes, wire)).toEqual(packets.SEGMENT);
    const sourceRoute = [
      0x47,
      ...b.slice(1, 3),
      51,
      ...b.slice(4, 20),
      1,
      131,
      7,
      8,
      9,
      9,
      9,
      9,
      ...b.slice(20),
    ];
    expect(decoded(sourceRoute)).toMatchObject({ outcome, sum: CHECKSUM.UNKNOWN, length: 3 });
  });

  test('the first fragment has what it holds', () => {
    const { outcome, marks, length, sum } = decoded(changed(datagram(), [6, 0x20]));
    expect([outcome, marks, length, sum]).toEqual([OUTCOME.TCP, MARK.FRAGMENT, 3, CHECKSUM.UNKNOWN]);
    expect(decoded(changed(datagram(), [6, 0x20], [32, 0xf0])).outcome).toBe(OUTCOME.TCP);
    expect(decoded(changed(datagram(), [6, 0x20], [3, 36])).outcome).toBe(OUTCOME.TCP_SHORT);
  });

  test('of length 0 takes the length of the record, kept or not', () => {
    const b = changed(datagram(), [2, 0], [3, 0]);
    expect(decoded(b)).toMatchObject({ marks: MARK.NO_LENGTH, length: 3, sum: CHECKSUM.GOOD });
    const marks = MARK.NO_LENGTH | MARK.SNAPPED;
    expect(decoded(b, 70_040)).toMatchObject({ marks, length: 70_000, sum: CHECKSUM.UNKNOWN });
    expect(decoded([...b, 0, 1])).toMatchObject({ length: 5, sum: CHECKSUM.UNKNOWN });
  });
});

describe('IPv6', () => {
  const b = datagram6();
  const withHeaders = (next: number, headers: readonly number[], payload = 23 + headers.length) => [
    ...changed(b.slice(0, 40), [4, payload >> 8], [5, payload & 255], [6, next]),
    ...headers,
    ...b.slice(40),
  ];
  const JUMBO = [6, 0, 0xc2, 4, 0, 1, 0x11, 0x70];

  test.each<[string, number, number[], number, number]>([
    ['padding options', 0, octets('3c 00 01 04 00 00 00 00 06 00 00 00 00 01 01 00'), 0, CHECKSUM.GOOD],
    ['a whole datagram that calls itself a fragment', 44, octets('06 00 00 00 1 2 3 4'), 0, CHECKSUM.GOOD],
    ['a first fragment', 44, octets('06 00 00 01 1 2 3 4'), MARK.FRAGMENT, CHECKSUM.UNKNOWN],
    ['a routing header', 43, octets('06 00 04 01 00 00 00 00'), 0, CHECKSUM.UNKNOWN],
    ['authentication', 51, octets('06 01 00 00 1 2 3 4 0 0 0 1'), 0, CHECKSUM.GOOD],
    [
      'a home address',
      60,
      [6, 2, 1, 2, 0, 0, 0xc9, 16, ...new Array<number>(16).fill(7)],
      0,
      CHECKSUM.UNKNOWN,
    ],
    ['a jumbo option beside a length', 0, JUMBO, 0, CHECKSUM.GOOD],
  ])('%s', (_, next, headers, marks, sum) => {
    const outcome = OUTCOME.TCP;
    expect(decoded(withHeaders(next, headers))).toMatchObject({ outcome, length: 3, marks, sum });
  });

  test('a jumbogram has the length of its option', () => {
    const packet = withHeaders(0, JUMBO, 0);
    const marks = MARK.JUMBO | MARK.SNAPPED;
    expect(decoded(packet, 40 + 0x11170)).toMatchObject({ marks, length: 0x11170 - 28 });
    const tooLong = changed(packet, [44, 0x7f]);
    expect(decoded(tooLong).outcome).toBe(OUTCOME.IP_LENGTH);
  });

  test('a jumbogram that was kept has its checksum looked at', () => {
    const payload = new Array<number>(0x11170 - 28).fill(7);
    const packet = [...withHeaders(0, JUMBO, 0).slice(0, 68), ...payload];
    expect(decoded(packet)).toMatchObject({ marks: MARK.JUMBO, sum: CHECKSUM.BAD });
    const field = 48 + 16;
    const whole = Uint8Array.from(changed(packet, [field, 0], [field + 1, 0]));
    const sum = foldSum(sumWords(whole, 8, 40, sumWords(whole, 48, whole.length, 6 + 1 + 0x1168)));
    const right = changed(packet, [field, sum >> 8], [field + 1, sum & 255]);
    expect(decoded(right).sum).toBe(CHECKSUM.GOOD);
  });

  test('a length of 0 without a jumbo option is the length of the record', () => {
    expect(decoded(withHeaders(6, [], 0))).toMatchObject({ marks: MARK.NO_LENGTH, length: 3 });
  });

  test.each<[string, number, number[], number, number]>([
    ['a later fragment', 44, octets('06 00 00 08 1 2 3 4'), OUTCOME.FRAGMENT, -1],
    ['ESP', 50, octets('1 2 3 4 5 6 7 8'), OUTCOME.IP_PROTOCOL, 50],
    ['an extension beyond the record', 60, octets('06 ff 0 0 0 0 0 0'), OUTCOME.IP_CUT, -1],
  ])('%s is told apart', (_, next, headers, outcome, detail) => {
    expect(decoded(withHeaders(next, headers))).toMatchObject({ outcome, detail });
  });

  test('a length that the extension headers exceed', () => {
    expect(decoded(withHeaders(60, octets('06 00 01 04 0 0 0 0'), 7)).outcome).toBe(OUTCOME.IP_LENGTH);
  });
});

describe('the checksum', () => {
  const b = datagram();
  const bad = datagram({ checksum: 'bad' });
  const withField = (field: number) => changed(b, [36, field >> 8], [37, field & 255]);
  const addresses = sumWords(Uint8Array.from(b), 12, 20, 6);
  const folded = (sum: number) => ~foldSum(sum) & 0xffff;

  test.each<[string, number[], number, number]>([
    ['right', b, CHECKSUM.GOOD, CHECKSUM.UNKNOWN],
    ['wrong', bad, CHECKSUM.BAD, CHECKSUM.UNKNOWN],
    ['the sum of the pseudo-header', withField(folded(addresses + 23)), CHECKSUM.PARTIAL, CHECKSUM.PARTIAL],
    ['that sum without a length', withField(folded(addresses)), CHECKSUM.PARTIAL, CHECKSUM.PARTIAL],
    ['zero, left to the adapter', withField(0), CHECKSUM.UNKNOWN, CHECKSUM.UNKNOWN],
  ])('%s', (_, packet, full, header) => {
    expect(decoded(packet).sum).toBe(full);
    expect(decoded(packet, packet.length, 'header').sum).toBe(header);
    expect(decoded(packet, packet.length, 'none').sum).toBe(CHECKSUM.UNKNOWN);
  });

  test('is not called wrong where the recorder says that it is not ready', () => {
    const wire = newWire();
    new PacketDecoder({ checksums: 'full' }).decode(recordOf(RAW, bad, { checksumNotReady: true }), wire);
    expect(wire[W.CHECKSUM]).toBe(CHECKSUM.UNKNOWN);
  });
});

describe('a tunnel', () => {
  const back: Partial<Segment> = {
    source: packets.SEGMENT.destination,
    destination: packets.SEGMENT.source,
  };
  const AWAY = '0a 00 00 01 0a 00 00 02';
  const HOME = '0a 00 00 02 0a 00 00 01';
  const gre = (flags: string, protocol: string, rest: string, body: readonly number[]) => [
    ...octets(`${flags} ${protocol} ${rest}`),
    ...body,
  ];
  const vxlan = (id: number, body: readonly number[]) =>
    packets.udp(4789, [8, 0, 0, 0, 0, 0, id, 0, ...ethernet(0x0800, body)]);

  test.each<[string, (inner: number[], outer: string) => number[]]>([
    ['IP in IP', (inner, outer) => packets.ipv4(4, inner, outer)],
    ['IPv4 in IPv6', (inner, outer) => packets.ipv6(4, inner, outer === HOME)],
    ['GRE', (inner, outer) => packets.ipv4(47, gre('00 00', '08 00', '', inner), outer)],
    [
      'GRE with checksum, key and sequence',
      (inner, outer) =>
        packets.ipv4(
          47,
          gre('b0 00', '08 00', `00 00 00 00 00 00 00 2a 00 00 00 0${outer === HOME ? 1 : 9}`, inner),
          outer,
        ),
    ],
    [
      'GRE with Ethernet, a key that spreads flows',
      (inner, outer) =>
        packets.ipv4(
          47,
          gre('20 00', '65 58', `00 12 34 0${outer === HOME ? 1 : 9}`, ethernet(0x0800, inner)),
          outer,
        ),
    ],
    [
      'GRE of PPTP',
      (inner, outer) =>
        packets.ipv4(
          47,
          gre('30 81', '88 0b', '00 2d 00 07 0 0 0 1 0 0 0 1', [0xff, 3, 0, 0x21, ...inner]),
          outer,
        ),
    ],
    [
      'a mirror port (ERSPAN)',
      (inner, outer) =>
        packets.ipv4(47, gre('10 00', '88 be', '0 0 0 1 10 0 0 1 0 0 0 0', ethernet(0x0800, inner)), outer),
    ],
    ['VXLAN', (inner, outer) => packets.ipv4(17, vxlan(5, inner), outer)],
    ['IP in IP in VXLAN', (inner, outer) => packets.ipv4(17, vxlan(5, packets.ipv4(4, inner)), outer)],
  ])('%s: the segment is found, and both directions are of one context', (_, wrap) => {
    const decoder = new PacketDecoder({ checksums: 'full' });
    const contextOf = (packet: number[], expected: Segment): number => {
      const wire = newWire();
      const record = recordOf(RAW, packet);
      expect(decoder.decode(record, wire)).toBe(OUTCOME.TCP);
      expect(segmentOf(record.bytes, wire)).toEqual(expected);
      expect(wire[W.MARKS]).toBe(0);
      return at(wire, W.CONTEXT);
    };
    const away = contextOf(wrap(datagram(), AWAY), packets.SEGMENT);
    const home = contextOf(wrap(datagram(back), HOME), { ...packets.SEGMENT, ...back });
    const bare = contextOf(datagram(), packets.SEGMENT);
    const other = contextOf(wrap(datagram(), '0a 00 00 01 0a 00 00 03'), packets.SEGMENT);
    expect([home, bare]).toEqual([away, 0]);
    expect(away).toBeGreaterThan(0);
    // The IPv6 wrapper has no third address.
    if (!_.startsWith('IPv4 in')) expect(other).not.toBe(away);
  });

  test('IPv6 in IPv4', () => {
    const { outcome, record, wire } = decoded(packets.ipv4(41, datagram6()));
    expect(outcome).toBe(OUTCOME.TCP);
    expect(segmentOf(record.bytes, wire)).toEqual(packets.SEGMENT6);
  });

  test('keys, network identifiers, tags, sessions and interfaces make contexts of their own', () => {
    const decoder = new PacketDecoder();
    const contexts = new Set<number>();
    const wire = newWire();
    const add = (linkType: number, packet: number[], interfaceId = 0) => {
      expect(decoder.decode(recordOf(linkType, packet, { interfaceId }), wire)).toBe(OUTCOME.TCP);
      contexts.add(at(wire, W.CONTEXT));
    };
    const inner = datagram();
    const session = (id: number) => ethernet(0x8864, [0x11, 0, 0, id, 0, 45, 0, 0x21, ...inner]);
    for (let round = 0; round < 2; round++) {
      for (const id of [0, 1, 2]) add(RAW, inner, id);
      for (const id of [1, 2]) {
        add(RAW, packets.ipv4(17, vxlan(id, inner)));
        add(RAW, packets.ipv4(47, gre('20 00', '08 00', `0 0 0 ${id}`, inner)));
        add(1, ethernet(0x8100, tag(id, 0x0800, inner)));
        add(1, ethernet(0x8100, tag(id, 0x8100, tag(3 - id, 0x0800, inner))));
        add(1, ethernet(0x8100, tag(id, 0x0800, inner)), 1);
        add(1, session(id));
      }
      expect(contexts.size).toBe(15);
    }
    add(1, ethernet(0x8100, tag(0xe000, 0x0800, inner)));
    expect(at(wire, W.CONTEXT), 'a priority alone is no VLAN').toBe(0);
  });

  test.each<[string, number[], number]>([
    ['GRE of version 2', packets.ipv4(47, gre('00 02', '08 00', '', datagram())), OUTCOME.TUNNEL_HEADER],
    [
      'GRE with source routes',
      packets.ipv4(47, gre('40 00', '08 00', '', datagram())),
      OUTCOME.TUNNEL_HEADER,
    ],
    ['GRE cut', packets.ipv4(47, octets('20 00 08 00')), OUTCOME.TUNNEL_CUT],
    ['VXLAN cut', packets.ipv4(17, packets.udp(4789, [8])), OUTCOME.TUNNEL_CUT],
    ['no VXLAN', packets.ipv4(17, packets.udp(4789, new Array<number>(8).fill(0))), OUTCOME.UDP],
    ['UDP too short for its ports', packets.ipv4(17, [1]), OUTCOME.UDP],
    ['UDP to another port', packets.ipv4(17, packets.udp(53, vxlan(1, datagram()))), OUTCOME.UDP],
  ])('%s is told apart', (_, packet, outcome) => {
    expect(decoded(packet).outcome).toBe(outcome);
  });

  test('in a first fragment: what the fragment lacks was not kept', () => {
    const inner = datagram();
    const outer = packets.ipv4(4, inner.slice(0, -2), AWAY, 0x2000);
    const { outcome, marks, length } = decoded(outer);
    expect([outcome, marks, length]).toEqual([OUTCOME.TCP, MARK.SNAPPED, 3]);
  });

  test('that is too short for its datagram', () => {
    const { marks } = decoded([...packets.ipv4(4, datagram().slice(0, -2)), 98, 99]);
    expect(marks).toBe(MARK.SNAPPED | MARK.LENGTH_LIES);
  });

  test('in itself without end is not followed', () => {
    let packet = datagram();
    for (let i = 0; i < 20; i++) packet = packets.ipv4(4, packet);
    expect(decoded(packet).outcome).toBe(OUTCOME.TOO_DEEP);
  });
});
