import { expect, test } from 'vitest';
import { endpointOf, sockaddr } from './address.ts';

test.each([
  { address: '192.0.2.1', port: 8080 },
  { address: '2001:db8::a', port: 65_535 },
])('$address survives the way through a sockaddr', (endpoint) => {
  expect(endpointOf(sockaddr(endpoint))).toEqual(endpoint);
});

test('what is no address is refused', () => {
  expect(() => sockaddr({ address: '192.0.2', port: 1 })).toThrow(RangeError);
});
