import { describe, expect, test } from 'vitest';
import { decodeDatagram, encodeDatagram } from '../trace/capture/datagram.ts';
import { ACK, type Segment, type TcpOption } from '../trace/trace.ts';
import {
  hasOption,
  mssOption,
  sackOption,
  sackPermittedOption,
  timestampsOf,
  timestampsOption,
  windowScaleOf,
  windowScaleOption,
} from './options.ts';

const octets = ({ kind, data }: TcpOption) => [kind, ...data];

describe('options', () => {
  test('stand as the RFCs draw them', () => {
    expect(octets(mssOption(1460))).toEqual([2, 5, 180]);
    expect(octets(windowScaleOption(7))).toEqual([3, 7]);
    expect(octets(sackPermittedOption())).toEqual([4]);
    expect(octets(sackOption({ left: 1, right: 258 }, { left: 0xffff_ffff, right: 2 }))).toEqual([
      5, 0, 0, 0, 1, 0, 0, 1, 2, 255, 255, 255, 255, 0, 0, 0, 2,
    ]);
    expect(octets(timestampsOption({ tsval: 0x0102_0304, tsecr: 0x8000_0000 }))).toEqual([
      8, 1, 2, 3, 4, 128, 0, 0, 0,
    ]);
  });

  test('go over the wire unchanged, four blocks in one', () => {
    const block = (n: number) => ({ left: 10 * n, right: 10 * n + 5 });
    const options = [sackOption(block(1), block(2), block(3), block(4))];
    const end = { address: '192.0.2.1', port: 1 };
    const segment: Segment = {
      source: end,
      destination: end,
      seq: 0,
      ack: 0,
      flags: ACK,
      wnd: 0,
      up: 0,
      reserved: 0,
      options,
      length: 0,
      payload: new Uint8Array(0),
      checksum: 'good',
      ttl: 64,
      tos: 0,
    };
    const back = decodeDatagram(encodeDatagram(segment));
    expect(typeof back === 'string' ? back : back.options).toEqual(expect.arrayContaining(options));
  });

  test('are read again', () => {
    const options = [windowScaleOption(15), timestampsOption({ tsval: 4_000_000_000, tsecr: 1 })];
    expect(windowScaleOf(options)).toBe(14);
    expect(timestampsOf({ options })).toEqual({ tsval: 4_000_000_000, tsecr: 1 });
    expect(hasOption({ options }, 8)).toBe(true);
    expect(hasOption({ options }, 5)).toBe(false);
    expect(windowScaleOf([])).toBeUndefined();
    expect(timestampsOf({ options: [{ kind: 8, data: new Uint8Array(4) }] })).toBeUndefined();
  });
});
