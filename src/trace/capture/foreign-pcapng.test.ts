import { describe, expect, test } from 'vitest';
import { Blocks, everyBlock, joined, packet, readCapture, text } from '../fixtures/capture-files.ts';

const blocks = new Blocks();
const SECOND = 1_000_000n;

/** One section with one Ethernet interface in microseconds, and these blocks. */
const file = (...rest: readonly Uint8Array[]): Uint8Array =>
  joined(blocks.section(), blocks.interface(1), ...rest);

describe('sections and interfaces', () => {
  test('of both byte orders, with every kind of block', () => {
    const { rows, problems, info } = readCapture(everyBlock());
    expect(problems).toEqual([]);
    expect(rows).toMatchObject([
      { frame: 1, time: 0, interfaceId: 0, linkType: 1, captured: 61, original: 62, comment: 'a comment' },
      // Frame 2 is the custom block, which Wireshark counts too.
      { frame: 3, time: Number.NaN, interfaceId: 0, captured: 30, original: 30, comment: '' },
      { frame: 4, time: 1000, captured: 62, original: 62, dropped: 3, direction: 1, checksumNotReady: true },
      { frame: 5, time: 2000, interfaceId: 1, linkType: 101, captured: 40, dropped: 9, direction: 0 },
    ]);
    expect(rows.map(({ octets }) => octets)).toEqual([
      packet(61, 1),
      packet(30, 2),
      packet(62, 3),
      packet(40, 4),
    ]);
    expect(info).toEqual({
      container: 'pcapng',
      byteOrder: 'mixed',
      sections: 2,
      interfaces: [
        { linkType: 1, name: '', snaplen: 0, ticksPerSecond: 1e9, drops: { byInterface: 7 } },
        { linkType: 101, name: '', snaplen: 0, ticksPerSecond: 1e6 },
      ],
      frames: 5,
      start: 1_700_000_000_000_000_000n,
      comments: ['first'],
      applications: ['second'],
    });
  });

  test('an offset says where the record stands', () => {
    const head = file();
    const { rows } = readCapture(
      file(blocks.enhanced(0, 1n, packet(60)), blocks.enhanced(0, 1n, packet(60))),
    );
    expect(rows.map(({ offset }) => offset)).toEqual([head.length, head.length + 92]);
  });

  test('names, snap lengths and FCS are kept', () => {
    const { info } = readCapture(
      joined(
        blocks.section(),
        blocks.interface(1, 96, [
          [2, text('eth0\0')],
          [13, Uint8Array.of(4)],
        ]),
      ),
    );
    expect(info.interfaces).toEqual([
      { linkType: 1, name: 'eth0', snaplen: 96, ticksPerSecond: 1e6, fcs: 4 },
    ]);
  });

  test('a packet of an interface that is not there is left out, and counted', () => {
    const { rows, problems } = readCapture(
      file(
        blocks.enhanced(1, 1n, packet(60)),
        blocks.enhanced(0, 2n, packet(60)),
        blocks.old(7, 0, 1n, packet(4)),
      ),
    );
    expect(rows.map(({ frame }) => frame)).toEqual([2]);
    expect(problems).toMatchObject([
      { code: 'CAPTURE-011', at: { offset: file().length } },
      { code: 'CAPTURE-011', at: { offset: file().length + 184 } },
    ]);
  });

  test('an interface of the section before is not there either', () => {
    const { problems } = readCapture(joined(file(), blocks.section(), blocks.simple(4, packet(4))));
    expect(problems.map(({ code }) => code)).toEqual(['CAPTURE-011']);
  });
});

describe('time', () => {
  const stamped = (resolution: number, offset: bigint, ...stamps: readonly bigint[]) =>
    readCapture(
      joined(
        blocks.section(),
        blocks.interface(1, 0, [
          [9, Uint8Array.of(resolution)],
          [14, blocks.octets().u64(BigInt.asUintN(64, offset)).done()],
        ]),
        ...stamps.map((stamp) => blocks.enhanced(0, stamp, packet(1))),
      ),
    );

  test.each([
    ['seconds', 0, 0n, [5n, 7n, 4n], 5_000_000_000n, [0, 2e9, -1e9]],
    ['milliseconds', 3, 0n, [5n, 7n], 5_000_000n, [0, 2e6]],
    ['an offset', 6, 100n, [5n, 7n], 100_000_005_000n, [0, 2000]],
    ['an offset before 1970', 6, -1n, [5n, 7n], -999_995_000n, [0, 2000]],
    ['picoseconds, rounded down', 12, 0n, [1999n, 2000n, 3001n, 999n], 1n, [0, 1, 2, -1]],
    ['halves of a second', 0x81, 0n, [3n, 4n, 2n], 1_500_000_000n, [0, 5e8, -5e8]],
    ['2^-10', 0x8a, 0n, [1024n, 1025n], 1_000_000_000n, [0, 976_562]],
    ['2^-32', 0xa0, 0n, [1n << 32n, 3n << 31n], 1_000_000_000n, [0, 5e8]],
    ['2^-63', 0xbf, 0n, [1n << 62n, 3n << 61n], 500_000_000n, [0, 250_000_000]],
  ])('in %s', (_, resolution, offset, stamps, start, times) => {
    const { rows, info, problems } = stamped(resolution, offset, ...stamps);
    expect(problems).toEqual([]);
    expect(info.start).toBe(start);
    expect(rows.map(({ time }) => time)).toEqual(times);
  });

  test('nanoseconds of today stay exact', () => {
    const { rows } = stamped(9, 0n, 1_700_000_000_123_456_789n, 1_700_000_001_123_456_790n);
    expect(rows.map(({ time }) => time)).toEqual([0, 1_000_000_001]);
  });

  test('interfaces with other clocks share one beginning', () => {
    const { rows, info } = readCapture(
      joined(
        blocks.section(),
        blocks.interface(1, 0, [[9, Uint8Array.of(9)]]),
        blocks.interface(1),
        blocks.interface(1, 0, [[9, Uint8Array.of(0x8a)]]),
        blocks.enhanced(0, 1_000_000_500n, packet(1)),
        blocks.enhanced(1, SECOND + 2n, packet(1)),
        blocks.enhanced(1, SECOND, packet(1)),
        blocks.enhanced(2, 1025n, packet(1)),
      ),
    );
    expect(info.start).toBe(1_000_000_500n);
    expect(rows.map(({ time }) => time)).toEqual([0, 1500, -500, 976_062]);
  });

  test('begins at the first record that has one', () => {
    const { rows, info } = readCapture(
      file(blocks.simple(4, packet(4)), blocks.enhanced(0, SECOND, packet(1))),
    );
    expect(info.start).toBe(1_000_000_000n);
    expect(rows.map(({ time }) => time)).toEqual([Number.NaN, 0]);
  });
});

describe('packets', () => {
  test('a simple packet is as long as the snap length allows', () => {
    const { rows } = readCapture(
      joined(
        blocks.section(),
        blocks.interface(1, 40),
        blocks.simple(70, packet(40)),
        blocks.simple(30, packet(30)),
      ),
    );
    expect(rows).toMatchObject([
      { captured: 40, original: 70 },
      { captured: 30, original: 30 },
    ]);
  });

  test.each([
    ['nothing', 0, 0, false, false],
    ['inbound', 1, 1, false, false],
    ['outbound', 2, 2, false, false],
    ['a direction that is none', 3, 0, false, false],
    ['checksum not ready', 0x202, 2, true, false],
    ['checksum valid', 0x401, 1, false, false],
    ['segmentation offloaded', 0x802, 2, false, true],
  ])('flags: %s', (_, flags, direction, checksumNotReady, superSegment) => {
    for (const order of [new Blocks(true), new Blocks(false)]) {
      const option = [2, order.octets().u32(flags).done()] as const;
      const { rows } = readCapture(
        joined(order.section(), order.interface(1), order.enhanced(0, 1n, packet(5), [option])),
      );
      expect(rows).toMatchObject([{ direction, checksumNotReady, superSegment }]);
    }
  });

  test('what a packet says is not left for the next one', () => {
    const options = [
      [1, text('one')],
      [1, text('two')],
      [2, Uint8Array.of(2, 0x0a, 0, 0)],
      [4, blocks.octets().u64(6n).done()],
    ] as const;
    const { rows } = readCapture(
      file(blocks.enhanced(0, 1n, packet(5), options), blocks.simple(4, packet(4))),
    );
    expect(rows).toMatchObject([
      { comment: 'one\ntwo', direction: 2, checksumNotReady: true, superSegment: true, dropped: 6 },
      { comment: '', direction: 0, checksumNotReady: false, superSegment: false, dropped: 0 },
    ]);
  });

  test('an old packet that does not know its drops', () => {
    expect(readCapture(file(blocks.old(0, 0xffff, 1n, packet(5)))).rows).toMatchObject([{ dropped: 0 }]);
  });

  test('blocks without packets: which are numbered', () => {
    const types = [4, 5, 7, 8, 9, 10, 0xbad, 0x40000bad, 0x204, 0x216, 0x221, 0x80000001];
    const numbered = types.filter((type) => {
      const { rows } = readCapture(
        file(blocks.block(type, new Uint8Array(12)), blocks.enhanced(0, 1n, packet(1))),
      );
      return rows[0]?.frame === 2;
    });
    expect(numbered).toEqual([9, 0xbad, 0x40000bad, 0x204, 0x216, 0x221]);
  });
});

describe('statistics', () => {
  const count = (value: bigint): Uint8Array => blocks.octets().u64(value).done();
  const drops = (...blocksOfStatistics: readonly Uint8Array[]) =>
    readCapture(file(...blocksOfStatistics)).info.interfaces[0]?.drops;

  test('the last counters hold', () => {
    expect(drops(blocks.statistics(0, [[5, count(1n)]]), blocks.statistics(0, [[7, count(0n)]]))).toEqual({
      byInterface: 1,
      bySystem: 0,
    });
    expect(drops(blocks.statistics(0, [[5, count(1n)]]), blocks.statistics(0, [[5, count(8n)]]))).toEqual({
      byInterface: 8,
    });
  });

  test('other counters, and one that is not there, say nothing', () => {
    expect(drops(blocks.statistics(0, [[4, count(10n)]]))).toBeUndefined();
    expect(drops(blocks.statistics(0, [[5, count(0xffffffffffffffffn)]]))).toBeUndefined();
  });

  test('of an interface that is not there are a problem', () => {
    expect(readCapture(file(blocks.statistics(1, []))).problems).toMatchObject([{ code: 'CAPTURE-002' }]);
  });
});

describe('damage', () => {
  const good = blocks.enhanced(0, 1n, packet(60));
  const changed = (change: (view: DataView) => void): Uint8Array => {
    const block = good.slice();
    change(new DataView(block.buffer));
    return block;
  };

  test.each([
    ['a length of 0', changed((v) => v.setUint32(4, 0, true)), 'a block of 0 octets'],
    ['a short length', changed((v) => v.setUint32(4, 8, true)), 'a block of 8 octets'],
    ['a huge length', changed((v) => v.setUint32(4, 0x7fffffff, true)), 'a block of 2147483647 octets'],
    ['other lengths', changed((v) => v.setUint32(88, 96, true)), 'the two lengths of a block differ'],
    ['a section without order', joined(blocks.section().fill(0, 8, 12)), 'a section without byte order'],
    [
      'a short section',
      blocks.block(0x0a0d0d0a, blocks.octets().u32(0x1a2b3c4d, 1).done()),
      'a short section header',
    ],
    ['a short interface', blocks.block(1, packet(4)), 'a short interface description'],
  ])('%s ends the reading', (_, block, message) => {
    const { rows, problems } = readCapture(file(good, block, good));
    expect(rows).toHaveLength(1);
    expect(problems).toEqual([
      {
        code: 'CAPTURE-002',
        message: `${message}; the 1 records in front of it were read`,
        at: { file: 'f', offset: file(good).length },
      },
    ]);
  });

  test.each([
    ['a packet longer than its block', changed((v) => v.setUint32(20, 61, true)), 2],
    ['a short packet block', blocks.block(6, packet(16)), 2],
    ['a short old packet block', blocks.block(2, packet(16)), 2],
    ['a short simple packet', blocks.block(3, packet(0)), 2],
    ['a simple packet longer than its block', blocks.simple(9, packet(8)), 2],
  ])('%s is left out, and counted', (_, block) => {
    const { rows, problems } = readCapture(file(good, block, good));
    expect(rows.map(({ frame }) => frame)).toEqual([1, 3]);
    expect(problems).toMatchObject([{ code: 'CAPTURE-002', at: { offset: file(good).length } }]);
    expect(problems[0]?.message).toMatch(/^record 2: /);
  });

  test('an option longer than its block: the packet is read', () => {
    const option = blocks.octets().u16(1, 9).put(text('comment!')).done();
    const block = blocks.block(6, blocks.octets().u32(0, 0, 1, 4, 4).put(packet(4)).put(option).done());
    const { rows, problems } = readCapture(file(block));
    expect(rows).toMatchObject([{ captured: 4, comment: '' }]);
    expect(problems).toMatchObject([{ code: 'CAPTURE-002' }]);
  });

  test('a length that is no multiple of four is rounded up', () => {
    const odd = blocks.enhanced(0, 1n, packet(58));
    const view = new DataView(odd.buffer);
    view.setUint32(4, 90, true);
    view.setUint32(88, 90, true);
    const { rows, problems } = readCapture(file(odd, good));
    expect(rows.map(({ captured }) => captured)).toEqual([58, 60]);
    expect(problems).toMatchObject([{ code: 'CAPTURE-002', at: { offset: file().length } }]);
  });

  test('a section of an unknown version ends the reading', () => {
    const { problems, rows } = readCapture(joined(file(good), blocks.section([], 2), file(good)));
    expect(rows).toHaveLength(1);
    expect(problems).toMatchObject([{ code: 'CAPTURE-009' }]);
  });

  test('more interfaces than anyone has end the reading', () => {
    const one = blocks.interface(1);
    const { problems, info } = readCapture(
      joined(blocks.section(), ...Array.from({ length: 65_537 }, () => one)),
    );
    expect(info.interfaces).toHaveLength(65_536);
    expect(problems).toMatchObject([{ code: 'CAPTURE-002' }]);
  });

  test('texts of sections are kept once, and not all of them', () => {
    const said = (value: string): Uint8Array => blocks.section([[1, text(value)]]);
    const many = Array.from({ length: 200 }, (_, i) => said(`comment ${i >> 1}`));
    expect(readCapture(joined(...many)).info.comments).toHaveLength(100);
    expect(readCapture(joined(...many, said('one more'))).info.comments).toHaveLength(100);
    expect(readCapture(said('x'.repeat(60_000))).info.comments[0]).toHaveLength(4096);
  });

  test('many problems are not all listed', () => {
    const { problems, info } = readCapture(
      file(...Array.from({ length: 1200 }, () => blocks.simple(9, packet(8)))),
    );
    expect(info.frames).toBe(1200);
    expect(problems).toHaveLength(1001);
    expect(problems[1000]?.code).toBe('CAPTURE-008');
  });
});
