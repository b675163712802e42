import { describe, expect, test } from 'vitest';
import { packet, pcap, readCapture, snoop } from '../fixtures/capture-files.ts';
import { writePcap } from './pcap-write.ts';

const NONE = {
  linkType: 1,
  interfaceId: 0,
  direction: 0,
  checksumNotReady: false,
  superSegment: false,
  comment: '',
  dropped: 0,
};

describe('pcap', () => {
  test.each([true, false])('in microseconds, little-endian: %s', (littleEndian) => {
    const records = [
      [1_700_000_000, 999_999, packet(60)],
      [1_700_000_001, 1, packet(61), 1514],
    ] as const;
    const { rows, problems, info } = readCapture(pcap(records, { littleEndian }));
    expect(problems).toEqual([]);
    expect(rows).toEqual([
      { ...NONE, frame: 1, time: 0, captured: 60, original: 60, offset: 24, octets: packet(60) },
      { ...NONE, frame: 2, time: 2000, captured: 61, original: 1514, offset: 100, octets: packet(61) },
    ]);
    expect(info).toEqual({
      container: 'pcap',
      byteOrder: littleEndian ? 'little' : 'big',
      sections: 1,
      interfaces: [{ linkType: 1, name: '', snaplen: 65535, ticksPerSecond: 1_000_000 }],
      frames: 2,
      start: 1_700_000_000_999_999_000n,
      comments: [],
      applications: [],
    });
  });

  test.each([true, false])('in nanoseconds, time going back; little-endian: %s', (littleEndian) => {
    const records = [
      [1_700_000_001, 5, packet(0)],
      [1_700_000_000, 7, packet(1)],
    ] as const;
    const { rows, info } = readCapture(pcap(records, { littleEndian, magic: 0xa1b23c4d }));
    expect(rows.map(({ time }) => time)).toEqual([0, -999_999_998]);
    expect(info.start).toBe(1_700_000_001_000_000_005n);
    expect(info.interfaces[0]?.ticksPerSecond).toBe(1_000_000_000);
  });

  test('of the modified kind says which packets went out', () => {
    const file = pcap(
      [
        [1, 0, packet(3)],
        [1, 1, packet(4)],
      ],
      { magic: 0xa1b2cd34 },
    );
    const { rows, problems, info } = readCapture(file);
    expect(problems).toEqual([]);
    expect(info.container).toBe('modified pcap');
    expect(rows).toMatchObject([
      { direction: 2, offset: 24, octets: packet(3) },
      { direction: 2, offset: 51, octets: packet(4) },
    ]);
  });

  test('with an FCS length beside the link type', () => {
    const { info, rows } = readCapture(pcap([[1, 0, packet(3)]], { linkType: 0x24000001 }));
    expect(info.interfaces[0]).toMatchObject({ linkType: 1, fcs: 4 });
    expect(rows[0]?.linkType).toBe(1);
  });

  test('whose link type was never set', () => {
    const { rows, problems } = readCapture(pcap([[1, 0, packet(3)]], { linkType: 0x46c50001 }));
    expect(rows[0]?.linkType).toBe(-1);
    expect(problems).toMatchObject([{ code: 'CAPTURE-012', at: { offset: 20 } }]);
  });

  test('of old minor versions has the two lengths the other way round', () => {
    const swapped = (minor: number, first: number, second: number): Uint8Array => {
      const file = pcap([[1, 0, packet(5)]], { minor });
      new DataView(file.buffer).setUint32(32, first, true);
      new DataView(file.buffer).setUint32(36, second, true);
      return file;
    };
    const lengths = (file: Uint8Array) => readCapture(file).rows.map((r) => [r.captured, r.original]);
    expect(lengths(swapped(2, 9, 5))).toEqual([[5, 9]]);
    expect(lengths(swapped(3, 9, 5))).toEqual([[5, 9]]);
    expect(lengths(swapped(3, 5, 9))).toEqual([[5, 9]]);
    expect(lengths(swapped(4, 5, 9))).toEqual([[5, 9]]);
  });

  test('a record that no recorder can have written ends the reading', () => {
    const good = pcap([[1, 0, packet(5)]]);
    const file = pcap([
      [1, 0, packet(5)],
      [1, 0, packet(5)],
      [1, 0, packet(5)],
    ]);
    new DataView(file.buffer).setUint32(good.length + 8, 0x7fffffff, true);
    const { rows, problems } = readCapture(file);
    expect(rows).toHaveLength(1);
    expect(problems).toEqual([
      {
        code: 'CAPTURE-010',
        message:
          'a record of 2147483647 octets, more than the 262144 that one may have here; the 1 records in front of it were read',
        at: { file: 'f', offset: good.length },
      },
    ]);
  });

  test('a large packet is read where the file allows it', () => {
    const file = pcap(
      [[1, 0, packet(300_000)]].map(() => [1, 0, new Uint8Array(0)] as const),
      { snaplen: 400_000 },
    );
    const large = Buffer.concat([file, packet(300_000)]);
    large.writeUInt32LE(300_000, 32);
    expect(readCapture(large, 1000).rows.map((r) => r.captured)).toEqual([300_000]);
    large.writeUInt32LE(65_535, 16);
    expect(readCapture(large, 1000).problems[0]?.code).toBe('CAPTURE-010');
  });

  test('a cut last record is a problem, the others are read', () => {
    const file = writePcap(1, [
      { time: 10n, bytes: packet(60) },
      { time: 20n, bytes: packet(60) },
    ]);
    const { rows, problems } = readCapture(file.subarray(0, file.length - 1));
    expect(rows).toHaveLength(1);
    expect(problems).toMatchObject([{ code: 'CAPTURE-007', at: { offset: 100 } }]);
    expect(problems[0]?.message).toContain('75 octets into a record');
  });

  test('a whole file without packets is no problem', () => {
    expect(readCapture(pcap([]))).toMatchObject({ rows: [], problems: [] });
  });

  test('what the writer writes is read back', () => {
    const packets = [
      { time: 1_700_000_000_123_456_789n, bytes: packet(60) },
      { time: 1_700_000_001_123_456_788n, bytes: packet(0), original: 99 },
    ];
    const { rows, info } = readCapture(writePcap(101, packets));
    expect(info.start).toBe(packets[0]?.time);
    expect(rows).toMatchObject([
      { time: 0, linkType: 101, octets: packet(60), original: 60 },
      { time: 999_999_999, linkType: 101, octets: packet(0), original: 99 },
    ]);
  });
});

describe('snoop', () => {
  test('records, padding and drops', () => {
    const file = snoop([
      [100, 999_999, packet(61), 0],
      [101, 2, packet(60), 5],
      [101, 1, packet(60), 6],
    ]);
    const { rows, problems, info } = readCapture(file);
    expect(problems).toEqual([]);
    expect(rows).toEqual([
      { ...NONE, frame: 1, time: 0, captured: 61, original: 63, offset: 16, octets: packet(61) },
      {
        ...NONE,
        frame: 2,
        time: 3000,
        captured: 60,
        original: 62,
        offset: 104,
        octets: packet(60),
        dropped: 5,
      },
      {
        ...NONE,
        frame: 3,
        time: 2000,
        captured: 60,
        original: 62,
        offset: 188,
        octets: packet(60),
        dropped: 1,
      },
    ]);
    expect(info).toMatchObject({ container: 'snoop', byteOrder: 'big', start: 100_999_999_000n });
    expect(info.interfaces).toEqual([
      { linkType: 1, name: '', snaplen: 0, ticksPerSecond: 1_000_000, drops: { byInterface: 6 } },
    ]);
  });

  test('a counter that stays 0 does not say that nothing was dropped', () => {
    expect(readCapture(snoop([[1, 0, packet(4), 0]])).info.interfaces[0]).not.toHaveProperty('drops');
  });

  test.each([
    [8, 10],
    [2, 6],
    [0x80000001, 228],
  ])('its link type %i is LINKTYPE %i', (dataLink, linkType) => {
    expect(readCapture(snoop([[1, 0, packet(4), 0]], dataLink)).rows[0]?.linkType).toBe(linkType);
  });

  test('an unknown link type, an unknown version', () => {
    const { rows, problems } = readCapture(snoop([[1, 0, packet(4), 0]], 77));
    expect(rows[0]?.linkType).toBe(-1);
    expect(problems).toMatchObject([{ code: 'CAPTURE-012', at: { offset: 12 } }]);
    expect(readCapture(snoop([], 4, 4)).problems).toMatchObject([{ code: 'CAPTURE-009', at: { offset: 8 } }]);
  });

  test.each([
    [0, 'short'],
    [27, 'shorter than its packet'],
    [0x7fffffff, 'too long'],
  ])('a record length of %i, which is %s, ends the reading', (length) => {
    const file = snoop([
      [1, 0, packet(4), 0],
      [1, 0, packet(4), 0],
    ]);
    new DataView(file.buffer).setUint32(16 + 28 + 8, length);
    const { rows, problems } = readCapture(file);
    expect(rows).toHaveLength(1);
    expect(problems).toMatchObject([{ code: 'CAPTURE-010', at: { offset: 44 } }]);
  });
});

describe('what is no capture', () => {
  test.each([
    ['an empty file', [], 'the file is empty'],
    ['an octet', [0xd4], 'the file is no capture that can be read'],
    ['a text', [...Buffer.from('tcpassay 1\n')], 'the file is no capture that can be read'],
    ['zstd', [0x28, 0xb5, 0x2f, 0xfd, 0, 0, 0, 0, 0], 'the file is compressed by zstd'],
    ['bzip2', [...Buffer.from('BZh91AY&SY')], 'the file is compressed by bzip2'],
    ['half a snoop magic', [...Buffer.from('snoop')], 'the file is no capture that can be read'],
  ])('%s', (_, octets, message) => {
    const { rows, problems, info } = readCapture(Uint8Array.from(octets), 3);
    expect(rows).toEqual([]);
    expect(problems).toMatchObject([{ code: 'CAPTURE-009', message, at: { file: 'f', offset: 0 } }]);
    expect(info.container).toBe('unknown');
  });

  test('a pcap of another version', () => {
    const file = pcap([]);
    file[4] = 3;
    expect(readCapture(file).problems).toMatchObject([{ code: 'CAPTURE-009', at: { offset: 4 } }]);
  });

  test('a pcap that ends within its header', () => {
    expect(readCapture(pcap([]).subarray(0, 23)).problems).toMatchObject([
      { code: 'CAPTURE-007', message: expect.stringContaining('no record was read') },
    ]);
  });
});
