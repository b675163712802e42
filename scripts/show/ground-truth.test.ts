import { expect, test } from 'vitest';
import { framesOf, listsFrameOf, readFacts, rfcOfRequirement, rfcsOf, speaksOf } from './ground-truth.ts';

const TABLE = [
  'file\tframes\tkind\twhat\trfc\tcertainty',
  'a.pcap\t1-2\tartefact\trecorded in the wrong order\tRFC 9293 3.5; RFC 5961 3.2\tcertain',
  'a.pcap\t>=53\tartefact\tthinned\t\tcertain',
  '',
].join('\n');

test('frames as single numbers, lists, ranges and from one on', () => {
  expect(framesOf('7')).toEqual([{ first: 7, last: 7 }]);
  expect(framesOf('1763-1767')).toEqual([{ first: 1763, last: 1767 }]);
  expect(framesOf('2,4,6-8').map(({ first, last }) => [first, last])).toEqual([
    [2, 2],
    [4, 4],
    [6, 8],
  ]);
  expect(framesOf('>=53')).toEqual([{ first: 53, last: Number.POSITIVE_INFINITY }]);
});

test.each(['', 'x', '5-3', '1-', '>=3-5', '1;2'])('no frames: %j', (text) => {
  expect(() => framesOf(text)).toThrow(RangeError);
});

test('RFCs of a text, each once, whatever sections and notes stand beside them', () => {
  expect(rfcsOf('RFC 9293 3.1 (ACK always sent once established), 3.4')).toEqual([9293]);
  expect(rfcsOf('RFC 5681 2; RFC 2018 4; RFC 2018 8')).toEqual([5681, 2018]);
  expect(rfcsOf('')).toEqual([]);
});

test('the RFC of a requirement, by its id and by its label', () => {
  expect(rfcOfRequirement('RFC2018-4-1')).toBe(2018);
  expect(rfcOfRequirement('MUST-15')).toBe(9293);
  expect(() => rfcOfRequirement('MUST-1500')).toThrow('the catalogue has no requirement MUST-1500');
});

test('a finding speaks of a row by frame and RFC, of a row without RFC by frame alone', () => {
  const [order, thinned] = readFacts(TABLE);
  if (!order || !thinned) throw new Error('the table has two rows');
  expect([order.file, order.kind, order.rfcs, thinned.rfcs]).toEqual([
    'a.pcap',
    'artefact',
    [9293, 5961],
    [],
  ]);
  const finding = (frames: number[], ...requirements: string[]) => ({ frames, requirements });
  expect(speaksOf(finding([2, 9], 'MUST-15'), order)).toBe(true);
  expect(speaksOf(finding([2], 'RFC2018-4-1', 'RFC5961-3.2-1'), order)).toBe(true);
  expect(speaksOf(finding([2], 'RFC2018-4-1'), order)).toBe(false);
  expect(listsFrameOf(finding([2], 'RFC2018-4-1'), order)).toBe(true);
  expect(speaksOf(finding([3], 'MUST-15'), order)).toBe(false);
  expect(speaksOf(finding([1000], 'RFC2018-4-1'), thinned)).toBe(true);
  expect(speaksOf(finding([52], 'RFC2018-4-1'), thinned)).toBe(false);
});

test('a table without a column that is needed', () => {
  expect(() => readFacts('file\tframes\na.pcap\t1')).toThrow('the table has no column kind');
});
