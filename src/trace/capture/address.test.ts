import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SEED } from '../fixtures/random-trace.ts';
import { addressBytes, addressText } from './address.ts';

const rewritten = (text: string): string | undefined => {
  const b = addressBytes(text);
  return b && addressText(b, 0, b.length === 4 ? 4 : 16);
};

test.each([
  ['192.0.2.1', '192.0.2.1'],
  ['0.0.0.0', '0.0.0.0'],
  ['::', '::'],
  ['::1', '::1'],
  ['1::', '1::'],
  ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
  ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
  ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
  ['2001:0:0:1:0:0:0:1', '2001:0:0:1::1'],
  ['::ffff:192.0.2.1', '::ffff:c000:201'],
  ['fe80:0:0:0:0:0:0:0', 'fe80::'],
])('%s is written %s', (text, usual) => {
  expect(rewritten(text)).toBe(usual);
});

test.each([
  '',
  '1.2.3',
  '1.2.3.4.5',
  '256.1.1.1',
  '01.2.3.4',
  '1.2.3.x',
  ':',
  ':::',
  '1::2::3',
  '1:2:3:4:5:6:7',
  '1:2:3:4:5:6:7:8:9',
  '1:2:3:4:5:6:7::8:9',
  '::12345',
  '::g',
  'fe80::1%eth0',
  '1.2.3.4::',
  '::1.2.3.4:5',
])('%s is no address', (text) => {
  expect(addressBytes(text)).toBeUndefined();
});

test('octets, text and octets again are the same', () => {
  const octets = fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(255) });
  const address = fc
    .constantFrom(4 as const, 16 as const)
    .chain((n) => fc.array(octets, { minLength: n, maxLength: n }));
  fc.assert(
    fc.property(address, (list) => {
      const b = Uint8Array.from(list);
      expect(addressBytes(addressText(b, 0, b.length === 4 ? 4 : 16))).toEqual(b);
    }),
    { seed: SEED, numRuns: 500 },
  );
});
