import { describe, expect, test } from 'vitest';
import { octets } from '../../fixtures/packets.ts';
import { newWire, OPTION, W } from '../../wire.ts';
import { scanOptions } from './option-scan.ts';

const O = OPTION;

/** Bits and values of a list, what is beside them cleared before. */
function scanned(list: string) {
  const b = Uint8Array.from(octets(list));
  const wire = newWire().fill(77);
  scanOptions(b, 0, b.length, b.length, wire);
  const [mss, shift, tsval, tsecr] = [wire[W.MSS], wire[W.SHIFT], wire[W.TSVAL], wire[W.TSECR]];
  const sacks = [...wire.subarray(W.SACK, W.SACK + 8)];
  expect(wire[W.OPTION_OCTETS]).toBe(b.length);
  return { bits: wire[W.OPTIONS], mss, shift, tsval, tsecr, count: wire[W.SACKS], sacks };
}

const NONE = { bits: 0, mss: -1, shift: -1, tsval: -1, tsecr: -1, count: 0, sacks: new Array(8).fill(-1) };
const sacks = (...edges: number[]) => ({
  count: edges.length / 2,
  sacks: [...edges, ...new Array<number>(8 - edges.length).fill(-1)],
});

describe('a list of options', () => {
  test.each<[string, string, Partial<typeof NONE>]>([
    ['none', '', {}],
    ['padding only', '01 01 01 00', {}],
    ['what stands behind the end of the list', '00 02 04 05', {}],
    [
      'of a SYN',
      '02 04 05 b4 04 02 08 0a ff ff ff ff 80 00 00 00 01 03 03 07',
      {
        bits: O.MSS | O.SACK_PERMITTED | O.TIMESTAMPS | O.WINDOW_SCALE,
        mss: 1460,
        shift: 7,
        tsval: 0xffffffff,
        tsecr: 0x80000000,
      },
    ],
    [
      'timestamps as usual',
      '01 01 08 0a 80 00 00 01 00 00 00 02',
      { bits: O.TIMESTAMPS, tsval: 0x80000001, tsecr: 2 },
    ],
    [
      'timestamps otherwise',
      '08 0a 00 00 00 01 00 00 00 02 01 00',
      { bits: O.TIMESTAMPS, tsval: 1, tsecr: 2 },
    ],
    ['one SACK block', '01 01 05 0a 00 00 00 05 ff ff ff ff', { bits: O.SACK, ...sacks(5, 0xffffffff) }],
    [
      'four SACK blocks',
      `05 22 ${Array.from({ length: 8 }, (_, i) => `00 00 00 0${i}`).join(' ')} 01 01`,
      { bits: O.SACK, ...sacks(0, 1, 2, 3, 4, 5, 6, 7) },
    ],
    ['a SACK option without a block', '05 02', { bits: O.SACK | O.WRONG_SIZE }],
    ['half a SACK block', '05 06 00 00 00 01', { bits: O.SACK | O.WRONG_SIZE }],
    ['an MSS of three octets', '02 03 05 01', { bits: O.MSS | O.WRONG_SIZE }],
    ['a good MSS behind a wrong one', '02 03 05 02 04 05 b4 01', { bits: O.MSS | O.WRONG_SIZE | O.TWICE }],
    ['two of a kind', '02 04 05 b4 02 04 00 01', { bits: O.MSS | O.TWICE, mss: 1460 }],
    ['two unknown kinds', 'aa 02 ac 02', { bits: O.OTHER }],
    ['an unknown kind twice', 'aa 02 01 ac 02 aa 02 00', { bits: O.OTHER | O.TWICE }],
    ['a length of 1', '02 01 05 b4', { bits: O.MSS | O.MALFORMED }],
    [
      'a length beyond the header',
      '03 03 07 08 0a 00 00 00',
      { bits: O.WINDOW_SCALE | O.TIMESTAMPS | O.MALFORMED, shift: 7 },
    ],
    ['a kind in the last octet', '01 01 01 02', { bits: O.MSS | O.MALFORMED }],
    [
      'the others by name',
      '1d 04 01 02 1e 03 00 22 02 1c 04 00 05',
      { bits: O.AO | O.MPTCP | O.FAST_OPEN | O.USER_TIMEOUT },
    ],
    ['an MD5 digest', `13 12 ${'00 '.repeat(16)}`, { bits: O.MD5 }],
    ['half an MD5 digest', `13 0a ${'00 '.repeat(8)}`, { bits: O.MD5 | O.WRONG_SIZE }],
    ['a Fast Open cookie of five octets', '22 07 00 00 00 00 00', { bits: O.FAST_OPEN | O.WRONG_SIZE }],
    ['the experiment of Fast Open', 'fe 04 f9 89', { bits: O.FAST_OPEN }],
    ['another experiment', 'fe 04 f9 88', { bits: O.OTHER }],
  ])('%s', (_, list, expected) => {
    expect(scanned(list)).toEqual({ ...NONE, ...expected });
  });
});
