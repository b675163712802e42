/** Socket addresses of Linux: `sockaddr_in` and `sockaddr_in6`. */
import { addressBytes, addressText } from '../../../trace/capture/address.ts';
import type { Endpoint } from '../../../trace/trace.ts';
import { AF_INET, AF_INET6 } from './libc.ts';

export const SOCKADDR_ROOM = 28;

/** The `sockaddr` of an endpoint. Throws a RangeError if its address is none. */
export function sockaddr({ address, port }: Endpoint): Uint8Array {
  const octets = addressBytes(address);
  if (octets === undefined) throw new RangeError(`${address} is no IP address`);
  const v6 = octets.length === 16;
  const b = new Uint8Array(v6 ? SOCKADDR_ROOM : 16);
  const view = new DataView(b.buffer);
  view.setUint16(0, v6 ? AF_INET6 : AF_INET, true);
  view.setUint16(2, port);
  b.set(octets, v6 ? 8 : 4);
  return b;
}

/** The endpoint in a `sockaddr` that the kernel has filled. */
export function endpointOf(b: Uint8Array): Endpoint {
  const view = new DataView(b.buffer, b.byteOffset);
  const v6 = view.getUint16(0, true) === AF_INET6;
  return { address: v6 ? addressText(b, 8, 16) : addressText(b, 4, 4), port: view.getUint16(2) };
}
