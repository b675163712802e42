import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { recordOf, SEGMENT } from '../../fixtures/packets.ts';
import { SEED, segment } from '../../fixtures/random-trace.ts';
import type { Segment } from '../../trace.ts';
import { MARK, newWire, W, type Wire } from '../../wire.ts';
import { datagramLength, encodeDatagram } from '../datagram.ts';
import { OUTCOME } from './outcome.ts';
import { PacketDecoder } from './packet-decoder.ts';
import { optionsOf, segmentOf, wireOf } from './wire-segment.ts';

const decoder = new PacketDecoder({ checksums: 'full' });

/** A segment by way of its datagram: the wire record and the octets beside it. */
function sent(s: Segment): { wire: Wire; bytes: Uint8Array } {
  const wire = newWire();
  const record = recordOf(101, [...encodeDatagram(s)], { original: datagramLength(s) });
  expect(decoder.decode(record, wire)).toBe(OUTCOME.TCP);
  return { wire, bytes: record.bytes };
}

const PLACES = new Set<number>([W.PAYLOAD_AT, W.ADDRESSES_AT, W.TCP_AT, W.IP_AT]);
const withoutPlaces = (wire: Wire): number[] => [...wire].filter((_, slot) => !PLACES.has(slot));

describe('any segment', () => {
  test('comes back from its datagram, its checksum as far as its octets tell', () => {
    fc.assert(
      fc.property(segment, (s) => {
        const { wire, bytes } = sent(s);
        const whole = s.payload !== undefined;
        const checksum = !whole ? 'unknown' : s.checksum === 'bad' ? 'bad' : 'good';
        expect(segmentOf(bytes, wire)).toEqual({ ...s, checksum });
        expect(wire[W.MARKS]).toBe(whole ? 0 : MARK.SNAPPED);
      }),
      { seed: SEED, numRuns: 2000 },
    );
  });

  test('has the same wire record without a datagram', () => {
    fc.assert(
      fc.property(segment, (s) => {
        const { wire, bytes } = sent(s);
        const direct = newWire();
        const octets = wireOf(segmentOf(bytes, wire), direct);
        expect(withoutPlaces(direct)).toEqual(withoutPlaces(wire));
        expect(segmentOf(octets, direct)).toEqual(segmentOf(bytes, wire));
      }),
      { seed: SEED, numRuns: 2000 },
    );
  });
});

test('a segment of a trace may have more options than a header holds', () => {
  const options = new Array(5).fill({ kind: 99, data: new Uint8Array(14).fill(7) });
  const wire = newWire();
  const octets = wireOf({ ...SEGMENT, options }, wire);
  expect(wire[W.OPTION_OCTETS]).toBe(80);
  expect(optionsOf(octets, wire)).toEqual(options);
});

test('what is no address is refused', () => {
  const source = { address: '192.0.2', port: 1 };
  expect(() => wireOf({ ...SEGMENT, source }, newWire())).toThrow(RangeError);
  const six = { address: '::1', port: 1 };
  expect(() => wireOf({ ...SEGMENT, source: six }, newWire())).toThrow('no pair of IP addresses');
});
