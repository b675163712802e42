import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as packets from '../../fixtures/packets.ts';
import { datagram, datagram6, ethernet, octets, recordOf, tag } from '../../fixtures/packets.ts';
import { SEED, segment } from '../../fixtures/random-trace.ts';
import { CHECKSUM, MARK, newWire, OPTION, W, type Wire } from '../../wire.ts';
import { encodeDatagram } from '../datagram.ts';
import type { CaptureRecord } from '../record.ts';
import { OUTCOME, outcomeKind } from './outcome.ts';
import { PacketDecoder } from './packet-decoder.ts';
import { segmentOf } from './wire-segment.ts';

/** Outcome, detail and wire of one record. */
function decoded(record: CaptureRecord, checksums: 'none' | 'header' | 'full' = 'full') {
  const decoder = new PacketDecoder({ checksums });
  const wire = newWire();
  const outcome = decoder.decode(record, wire);
  return { outcome, detail: decoder.detail, wire };
}

const at = (wire: Wire, slot: number): number => wire[slot] as number;

describe('the link', () => {
  const four = datagram();
  const six = datagram6();
  test.each<[string, number, number[]]>([
    ['Ethernet', 1, ethernet(0x0800, four)],
    ['Ethernet, IPv6', 1, ethernet(0x86dd, six)],
    ['Ethernet, padded', 1, ethernet(0x0800, [...four, 0, 0, 0])],
    ['a VLAN', 1, ethernet(0x8100, tag(5, 0x0800, four))],
    ['two tags', 1, ethernet(0x88a8, tag(5, 0x8100, tag(6, 0x86dd, six)))],
    ['three tags', 1, ethernet(0x9100, tag(1, 0x9100, tag(2, 0x8100, tag(3, 0x0800, four))))],
    ['802.2 with SNAP', 1, ethernet(four.length + 8, [...octets('aa aa 03 00 00 00 08 00'), ...four])],
    ['MPLS', 1, ethernet(0x8847, [...octets('00 01 00 40 00 02 01 40'), ...four])],
    ['PPPoE', 1, ethernet(0x8864, [...octets('11 00 00 07 00 2d 00 21'), ...four])],
    ['PPPoE, IPv6', 1, ethernet(0x8864, [...octets('11 00 00 07 00 2d 00 57'), ...six])],
    ['PPPoE as link', 51, [...octets('11 00 00 07 00 2d 00 21'), ...four]],
    ['PPP', 9, [...octets('ff 03 00 21'), ...four]],
    ['PPP without address and control', 9, [...octets('00 57'), ...six]],
    ['PPP with a short protocol', 9, [...octets('21'), ...four]],
    ['PPP in HDLC framing', 50, [...octets('ff 03 00 21'), ...four]],
    ['Cisco HDLC', 50, [...octets('0f 00 08 00'), ...four]],
    ['Cisco HDLC by its own number', 104, [...octets('8f 00 86 dd'), ...six]],
    ['PPP with direction', 204, [...octets('01 ff 03 00 21'), ...four]],
    ['raw IP', 101, four],
    ['raw IP, version 6', 101, six],
    ['raw IP by an old number', 12, four],
    ['raw IP by another', 14, six],
    ['IPv4', 228, four],
    ['IPv6', 229, six],
    ['loopback, little-endian', 0, [...octets('02 00 00 00'), ...four]],
    ['loopback, big-endian', 0, [...octets('00 00 00 02'), ...four]],
    ['loopback, IPv6 of NetBSD', 0, [...octets('18 00 00 00'), ...six]],
    ['loopback, IPv6 of FreeBSD', 0, [...octets('1c 00 00 00'), ...six]],
    ['loopback, IPv6 of macOS', 0, [...octets('1e 00 00 00'), ...six]],
    ['loopback, IPv6 of Linux', 0, [...octets('00 00 00 0a'), ...six]],
    ['OpenBSD loopback', 108, [...octets('00 00 00 18'), ...six]],
    ['Linux cooked', 113, [...octets('00 00 00 01 00 06 02 00 00 00 00 01 00 00 08 00'), ...four]],
    [
      'Linux cooked v2',
      276,
      [...octets('86 dd 00 00 00 00 00 03 00 01 04 06 02 00 00 00 00 01 00 00'), ...six],
    ],
    ['FDDI', 10, [...octets('50 00 00 00 00 00 01 00 00 00 00 00 02 aa aa 03 00 00 00 08 00'), ...four]],
  ])('%s', (_, linkType, packet) => {
    const record = recordOf(linkType, packet);
    const { outcome, wire } = decoded(record);
    expect(outcome).toBe(OUTCOME.TCP);
    const expected = at(wire, W.VERSION) === 4 ? packets.SEGMENT : packets.SEGMENT6;
    expect(segmentOf(record.bytes, wire)).toEqual(expected);
    // Cut within the header: never a segment, never a throw.
    const start = at(wire, W.TCP_AT) - record.at;
    for (let n = 0; n < start + 20; n++) {
      const cut = decoded(recordOf(linkType, packet.slice(0, n), { original: packet.length }));
      expect(['other', 'unusable'], `${n} octets`).toContain(outcomeKind(cut.outcome));
    }
  });

  test.each<[string, number, number[], number, number]>([
    ['an unknown one', 105, datagram(), OUTCOME.LINK_TYPE, 105],
    ['no LINKTYPE at all', -1, datagram(), OUTCOME.LINK_TYPE, -1],
    ['ARP', 1, ethernet(0x0806, new Array(28).fill(0)), OUTCOME.ARP, -1],
    ['LLDP', 1, ethernet(0x88cc, [2, 7]), OUTCOME.ETHERTYPE, 0x88cc],
    ['spanning tree', 1, ethernet(38, [...octets('42 42 03'), ...new Array(35).fill(0)]), OUTCOME.LLC, 0x42],
    ['LCP', 9, octets('ff 03 c0 21 09 00 00 08 00 00 00 00'), OUTCOME.PPP_PROTOCOL, 0xc021],
    ['another family', 0, octets('07 00 00 00 00'), OUTCOME.FAMILY, 7],
    ['IPv6 as IPv4', 1, ethernet(0x0800, datagram6()), OUTCOME.IP_VERSION, 6],
    ['IPv4 as IPv6', 1, ethernet(0x86dd, datagram()), OUTCOME.IP_VERSION, 4],
    ['no IP in raw IP', 101, [0x10, 0, 0], OUTCOME.IP_VERSION, 1],
  ])('%s is told apart', (_, linkType, packet, outcome, detail) => {
    expect(decoded(recordOf(linkType, packet))).toMatchObject({ outcome, detail });
  });

  test('tags without end are not followed', () => {
    let packet = datagram();
    for (let i = 0; i < 300; i++) packet = tag(i, i === 0 ? 0x0800 : 0x8100, packet);
    expect(decoded(recordOf(1, ethernet(0x8100, packet))).outcome).toBe(OUTCOME.TOO_DEEP);
  });
});

describe('marks', () => {
  const marks = (record: CaptureRecord): number => at(decoded(record).wire, W.MARKS);
  const frame = ethernet(0x0800, datagram());
  const cooked = (type: number) => octets(`00 0${type} 00 01 00 06 02 00 00 00 00 01 00 00 08 00`);

  test('of the record', () => {
    expect(marks(recordOf(1, frame))).toBe(0);
    expect(marks(recordOf(1, frame, { direction: 1 }))).toBe(MARK.INBOUND);
    expect(marks(recordOf(1, frame, { direction: 2, superSegment: true, checksumNotReady: true }))).toBe(
      MARK.OUTBOUND | MARK.SUPER_SEGMENT | MARK.CHECKSUM_NOT_READY,
    );
  });

  test('of a link that tells the direction', () => {
    expect(marks(recordOf(113, [...cooked(0), ...datagram()]))).toBe(MARK.INBOUND);
    expect(marks(recordOf(113, [...cooked(3), ...datagram()]))).toBe(0);
    expect(marks(recordOf(113, [...cooked(4), ...datagram()]))).toBe(MARK.OUTBOUND);
    expect(marks(recordOf(113, [...cooked(4), ...datagram()], { direction: 1 }))).toBe(MARK.INBOUND);
    expect(marks(recordOf(204, [0, 0x21, ...datagram()]))).toBe(MARK.INBOUND);
  });

  test('of octets that were not kept: the length is that of IP', () => {
    const { wire } = decoded(recordOf(1, frame.slice(0, -2), { original: frame.length }));
    expect([at(wire, W.MARKS), at(wire, W.LENGTH), at(wire, W.PAYLOAD_KEPT)]).toEqual([MARK.SNAPPED, 3, 1]);
    expect(at(wire, W.CHECKSUM)).toBe(CHECKSUM.UNKNOWN);
  });

  test('of a record that says the wire had fewer octets than IP', () => {
    const { wire } = decoded(recordOf(1, frame.slice(0, -2)));
    expect([at(wire, W.MARKS), at(wire, W.LENGTH)]).toEqual([MARK.SNAPPED | MARK.LENGTH_LIES, 3]);
  });

  test('of an original length below what was kept', () => {
    expect(marks(recordOf(1, frame, { original: 14 }))).toBe(0);
  });
});

describe('any octets', () => {
  const links = fc.constantFrom(0, 1, 9, 10, 50, 51, 101, 104, 108, 113, 204, 228, 229, 276, 105);
  const wrappers: ((b: number[]) => number[])[] = [
    (b) => b,
    (b) => packets.ipv4(4, b),
    (b) => packets.ipv6(41, b),
    (b) => packets.ipv4(47, [0x30, 0, 8, 0, 0, 0, 0, 1, 0, 0, 0, 2, ...b]),
    (b) => packets.ipv4(17, packets.udp(4789, [8, 0, 0, 0, 0, 0, 1, 0, ...ethernet(0x0800, b)])),
    (b) => packets.ipv4(1, [3, 4, 0, 0, 0, 0, 5, 0, ...b]),
    (b) =>
      packets.ipv6(0, [60, 0, 0xc2, 4, 0, 1, 0, 0, 58, 0, 1, 4, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, ...b]),
    (b) => packets.ipv4(51, [6, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, ...b.slice(20)]),
  ];
  const framed = fc
    .tuple(segment, fc.array(fc.constantFrom(...wrappers), { maxLength: 4 }), fc.boolean())
    .map(([s, around, ether]) => {
      const packet = around.reduce((b, wrap) => wrap(b), [...encodeDatagram(s)]);
      return ether ? ethernet(0x0800, packet) : packet;
    });
  const edits = fc.array(fc.tuple(fc.nat(120), fc.nat(255)), { maxLength: 5 });
  const packet = fc.oneof(
    fc.array(fc.nat(255), { maxLength: 120 }),
    fc.tuple(framed, edits, fc.nat(200)).map(([b, changes, cut]) => {
      const changed = [...b];
      for (const [place, value] of changes) if (place < b.length) changed[place] = value;
      return cut < 100 ? changed.slice(0, cut) : changed;
    }),
  );

  /** Octets that throw when one outside of the record is read. */
  function guarded(record: CaptureRecord): Uint8Array {
    const end = record.at + record.captured;
    return new Proxy(record.bytes, {
      get(target, key) {
        const index = typeof key === 'string' && /^-?\d+$/.test(key) ? Number(key) : undefined;
        if (index === undefined) return Reflect.get(target, key, target);
        if (index < record.at || index >= end) throw new Error(`read at ${index}, not in the record`);
        return target[index];
      },
    });
  }

  test('never throw, are never read beyond their end and leave no NaN', () => {
    const seen = new Set<number>();
    const wire = newWire();
    const decoder = new PacketDecoder({ checksums: 'full' });
    const record = fc.tuple(links, packet, fc.nat(70_000)).map(([link, b, original]) => {
      const made = recordOf(link, b, { original });
      made.bytes = guarded(made);
      return made;
    });
    fc.assert(
      fc.property(record, (r) => {
        const outcome = decoder.decode(r, wire);
        seen.add(outcome);
        expect(Object.values(OUTCOME)).toContain(outcome);
        expect(wire.some(Number.isNaN)).toBe(false);
        if (outcome !== OUTCOME.TCP) return;
        expect(at(wire, W.PAYLOAD_KEPT)).toBeLessThanOrEqual(at(wire, W.LENGTH));
        expect(at(wire, W.PAYLOAD_KEPT)).toBeGreaterThanOrEqual(0);
        const missing = at(wire, W.PAYLOAD_KEPT) < at(wire, W.LENGTH);
        if (missing) expect(at(wire, W.MARKS) & MARK.SNAPPED).toBe(MARK.SNAPPED);
      }),
      { seed: SEED, numRuns: 4000 },
    );
    expect(seen.has(OUTCOME.TCP) && seen.has(OUTCOME.ICMP_ERROR) && seen.size > 14).toBe(true);
  });

  test('leave no trace in the next packet', () => {
    const fresh = decoded(recordOf(1, ethernet(0x0800, datagram())));
    const decoder = new PacketDecoder({ checksums: 'full' });
    const wire = newWire();
    fc.assert(
      fc.property(links, packet, (link, b) => {
        decoder.decode(recordOf(link, b, { direction: 1, superSegment: true }), wire);
        expect(decoder.decode(recordOf(1, ethernet(0x0800, datagram())), wire)).toBe(OUTCOME.TCP);
        expect(wire).toEqual(fresh.wire);
        expect(decoder.detail).toBe(-1);
      }),
      { seed: SEED, numRuns: 500 },
    );
  });

  test('a record that claims more octets than the buffer has is cut there', () => {
    const record = recordOf(101, datagram());
    record.captured = 100_000;
    expect(decoded(record).outcome).toBe(OUTCOME.TCP);
    record.bytes = record.bytes.subarray(0, 110);
    expect(decoded(record).outcome).toBe(OUTCOME.IP_CUT);
  });
});

test('options that the recorder cut are marked, and only the whole ones given', () => {
  const mss = { kind: 2, data: Uint8Array.of(5, 180) };
  const sack = { kind: 5, data: Uint8Array.of(0, 0, 0, 1, 0, 0, 0, 2) };
  const packet = datagram({ options: [mss, { kind: 1, data: new Uint8Array(0) }, sack] });
  for (let kept = 40; kept < 56; kept++) {
    const record = recordOf(101, packet.slice(0, kept), { original: packet.length });
    const { outcome, wire } = decoded(record);
    expect(outcome).toBe(OUTCOME.TCP);
    expect([at(wire, W.PAYLOAD_KEPT), at(wire, W.LENGTH)]).toEqual([0, 3]);
    expect(at(wire, W.OPTIONS) & OPTION.CUT, `${kept}`).toBe(OPTION.CUT);
    expect(at(wire, W.OPTIONS) & (OPTION.MALFORMED | OPTION.WRONG_SIZE)).toBe(0);
    expect([at(wire, W.MSS), at(wire, W.SACKS)]).toEqual([kept < 44 ? -1 : 1460, kept < 55 ? 0 : 1]);
    const kinds = segmentOf(record.bytes, wire).options.map(({ kind }) => kind);
    expect(kinds).toEqual([2, 1, 5].slice(0, kept < 44 ? 0 : kept < 45 ? 1 : kept < 55 ? 2 : 3));
  }
});

test('timestamps that the recorder cut are not there', () => {
  const nop = { kind: 1, data: new Uint8Array(0) };
  const packet = datagram({ options: [nop, nop, { kind: 8, data: new Uint8Array(8) }] });
  const { wire } = decoded(recordOf(101, packet.slice(0, 50), { original: packet.length }));
  expect([at(wire, W.OPTIONS), at(wire, W.TSVAL)]).toEqual([OPTION.TIMESTAMPS | OPTION.CUT, -1]);
});
