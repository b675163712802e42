import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SEED, segment } from '../fixtures/random-trace.ts';
import { ACK, AE, PSH, type Segment, SYN } from '../trace.ts';
import { foldSum, sumWords } from './checksum.ts';
import { datagramLength, decodeDatagram, encodeDatagram } from './datagram.ts';

const syn: Segment = {
  source: { address: '192.0.2.1', port: 0x1f90 },
  destination: { address: '192.0.2.2', port: 0x4e21 },
  seq: 0x01020304,
  ack: 0x05060708,
  flags: SYN | ACK | AE,
  wnd: 0xfe88,
  up: 0x0a0b,
  reserved: 5,
  options: [{ kind: 2, data: Uint8Array.of(5, 180) }],
  length: 3,
  payload: Uint8Array.of(97, 98, 99),
  checksum: 'good',
  ttl: 63,
  tos: 2,
  ipId: 0x1234,
};

const octets = (hex: string): Uint8Array =>
  Uint8Array.from(hex.trim().split(/\s+/), (x) => Number.parseInt(x, 16));

describe('the Internet checksum', () => {
  test('of the numbers that RFC 1071 sums in its section 3', () => {
    const b = octets('00 01 f2 03 f4 f5 f6 f7');
    expect(foldSum(sumWords(b, 0, 8))).toBe(~0xddf2 & 0xffff);
  });
  test('takes a last odd octet as a high one', () => {
    expect(sumWords(octets('01 02 03'), 0, 3)).toBe(0x0102 + 0x0300);
  });
});

describe('a datagram', () => {
  test('of IPv4 stands octet for octet as RFC 791 and RFC 9293 draw it', () => {
    const b = encodeDatagram(syn);
    expect(b.subarray(0, 10)).toEqual(octets('45 02 00 2f 12 34 40 00 3f 06'));
    expect(foldSum(sumWords(b, 0, 20))).toBe(0);
    expect(b.subarray(12, 36)).toEqual(
      octets('c0 00 02 01 c0 00 02 02 1f 90 4e 21 01 02 03 04 05 06 07 08 6b 12 fe 88'),
    );
    expect(b.subarray(38)).toEqual(octets('0a 0b 02 04 05 b4 61 62 63'));
  });

  test('of IPv6 has the pseudo-header of RFC 8200 in its checksum', () => {
    const { ipId: _absent, ...rest } = syn;
    const v6 = {
      ...rest,
      source: { address: '2001:db8::1', port: 1 },
      destination: { address: '2001:db8::2', port: 2 },
    };
    const b = encodeDatagram(v6);
    expect(b.subarray(0, 8)).toEqual(octets('60 20 00 00 00 1b 06 3f'));
    expect(foldSum(sumWords(b, 8, b.length, 6 + 27))).toBe(0);
    expect(decodeDatagram(b)).toEqual(v6);
  });

  test('whose octets were not kept is cut behind its header and says how long it was', () => {
    const { payload: _gone, ...rest } = syn;
    const b = encodeDatagram({ ...rest, length: 1000 });
    expect(b.length).toBe(44);
    expect(datagramLength({ ...rest, length: 1000 })).toBe(1044);
    const read = decodeDatagram(b);
    expect(read).toEqual({ ...rest, length: 1000, checksum: 'unknown' });
    expect(read).not.toHaveProperty('payload');
  });

  test('is cut anywhere, and says so or leaves the payload out', () => {
    const b = encodeDatagram(syn);
    for (let n = 0; n < 44; n++)
      expect(typeof decodeDatagram(b.subarray(0, n)), `${n} octets`).toBe('string');
    for (let n = 44; n < 47; n++)
      expect(decodeDatagram(b.subarray(0, n))).toMatchObject({ length: 3, checksum: 'unknown' });
    expect(decodeDatagram(Uint8Array.from([...b, 0, 0]))).toEqual(syn);
  });

  test('fills options up, as a header must be of whole words', () => {
    const read = decodeDatagram(encodeDatagram({ ...syn, options: [{ kind: 4, data: new Uint8Array(0) }] }));
    expect(read).toMatchObject({ options: [{ kind: 4 }, { kind: 0 }], length: 3 });
  });

  test.each<[string, Partial<Segment>]>([
    ['192.0.2 is no IP address', { source: { address: '192.0.2', port: 1 } }],
    ['::1 and 192.0.2.2 are not of one IP version', { source: { address: '::1', port: 1 } }],
    ['2 octets of payload, length says 3', { payload: Uint8Array.of(1, 2) }],
    ['65556 octets do not fit an IP length', { length: 65512, payload: new Uint8Array(65512) }],
    ['options of 42 octets', { options: [{ kind: 99, data: new Uint8Array(40) }] }],
  ])('is refused: %s', (message, part) => {
    expect(() => encodeDatagram({ ...syn, ...part })).toThrow(new RangeError(`cannot be sent: ${message}`));
  });

  test.each<[string, number, number]>([
    ['IP version 7', 0, 0x75],
    ['bad IPv4 header length', 0, 0x44],
    ['bad IPv4 length', 3, 19],
    ['IPv4 length 0 (segmentation offload)', 3, 0],
    ['IPv4 fragment', 6, 0x20],
    ['IPv4 fragment', 7, 0x01],
    ['IP protocol 17, not TCP', 9, 17],
    ['bad data offset', 32, 0x40],
    ['short TCP header', 32, 0xf0],
  ])('is told apart: %s', (message, at, value) => {
    const b = encodeDatagram(syn);
    b[at] = value;
    expect(decodeDatagram(b)).toBe(message);
  });

  test('of IPv6 is found behind the extension headers that leave TCP alone', () => {
    const b = encodeDatagram({
      ...syn,
      source: { address: '::1', port: 1 },
      destination: { address: '::2', port: 2 },
    });
    const put = (next: number, extension: readonly number[]): Segment | string => {
      const out = Uint8Array.from([...b.subarray(0, 40), ...extension, ...b.subarray(40)]);
      out[5] = (b[5] ?? 0) + extension.length;
      out[6] = next;
      return decodeDatagram(out);
    };
    expect(put(0, [60, 0, 1, 4, 0, 0, 0, 0, 6, 0, 1, 4, 0, 0, 0, 0])).toMatchObject({
      length: 3,
      checksum: 'good',
    });
    expect(put(44, [6, 0, 0, 1, 0, 0, 0, 0])).toBe('IPv6 fragment');
    expect(put(43, [6, 0, 0, 0, 0, 0, 0, 0])).toBe('IPv6 next header 43, not TCP');
    expect(put(60, [60, 255, 0, 0, 0, 0, 0, 0])).toBe('short IPv6 extension header');
  });

  test('of every segment reads back as that segment, its checksum as far as its octets tell', () => {
    fc.assert(
      fc.property(segment, (s) => {
        const read = decodeDatagram(encodeDatagram(s));
        const checksum = s.payload === undefined ? 'unknown' : s.checksum === 'bad' ? 'bad' : 'good';
        expect(read).toEqual({ ...s, checksum });
      }),
      { seed: SEED, numRuns: 2000 },
    );
  });

  test('with one wrong bit in TCP is never good', () => {
    const good = encodeDatagram({ ...syn, flags: PSH | ACK, reserved: 0 });
    for (let bit = 20 * 8; bit < good.length * 8; bit++) {
      if (bit >= 32 * 8 && bit < 32 * 8 + 4) continue; // the data offset: another segment altogether
      const b = Uint8Array.from(good);
      b[bit >> 3] = (b[bit >> 3] ?? 0) ^ (0x80 >> (bit & 7));
      expect(decodeDatagram(b), `bit ${bit}`).toMatchObject({ checksum: 'bad' });
    }
  });

  test('of any octets gives a segment or a reason, and reading it again is the same', () => {
    const mutated = fc
      .tuple(segment, fc.array(fc.tuple(fc.nat(80), fc.nat(255)), { maxLength: 6 }), fc.nat(80))
      .map(([s, edits, cut]) => {
        const b = encodeDatagram(s);
        for (const [at, value] of edits) if (at < b.length) b[at] = value;
        return cut < 40 ? b.subarray(0, b.length - cut) : b;
      });
    fc.assert(
      fc.property(fc.oneof(mutated, fc.uint8Array({ maxLength: 100 })), (b) => {
        const read = decodeDatagram(b);
        if (typeof read === 'string') expect(read).not.toBe('ok');
        else expect(decodeDatagram(encodeDatagram(read))).toEqual(read);
      }),
      { seed: SEED, numRuns: 2000 },
    );
  });
});
