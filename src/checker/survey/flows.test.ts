import { describe, expect, test } from 'vitest';
import { ACK, SYN } from '../../trace/trace.ts';
import { newWire, W, type Wire } from '../../trace/wire.ts';
import { A, A6, B, B6, CaptureWriter, eachSegment } from '../testing/capture-writer.ts';
import { Flows } from './flows.ts';

/** The flow and the side of every packet. */
function flowsOf(writer: CaptureWriter): { readonly found: readonly string[]; readonly flows: Flows } {
  const flows = new Flows();
  const found: string[] = [];
  eachSegment(writer.file(), 'none', (bytes, wire) => {
    const flow = flows.find(bytes, wire);
    found.push(`${flow}/${flows.side}`);
  });
  return { found, flows };
}

/** A record with two IPv4 addresses of a number each, and ports. */
function put(
  bytes: Uint8Array,
  wire: Wire,
  from: number,
  to: number,
  ports: readonly [number, number],
): void {
  new DataView(bytes.buffer).setUint32(0, from);
  new DataView(bytes.buffer).setUint32(4, to);
  wire[W.VERSION] = 4;
  wire[W.ADDRESSES_AT] = 0;
  [wire[W.SOURCE_PORT], wire[W.DESTINATION_PORT]] = ports;
}

describe('a flow', () => {
  test('is the same in both directions, and the side tells which', () => {
    const { found } = flowsOf(
      new CaptureWriter()
        .a(SYN, 1)
        .b(SYN | ACK, 1)
        .a(ACK, 2),
    );
    expect(found).toEqual(['0/0', '0/1', '0/0']);
  });

  test('of IPv6 too, with its addresses and ports', () => {
    const between = { between: [B6, A6] } as const;
    const { found, flows } = flowsOf(new CaptureWriter().a(SYN, 1, between).a(SYN, 1, { between: [A6, B6] }));
    expect(found).toEqual(['0/1', '0/0']);
    const { addresses, ports } = flows.tuple(0);
    expect(ports).toEqual([40000, 80]);
    expect(addresses.map((a) => [a.length, a[0], a[15]])).toEqual([
      [16, 0x20, 1],
      [16, 0x20, 9],
    ]);
  });

  test('has the lower socket first, the port deciding where both addresses are one', () => {
    const near = { address: A.address, port: 50000 };
    const { found, flows } = flowsOf(
      new CaptureWriter().a(SYN, 1, { between: [near, A] }).a(SYN, 1, { between: [A, near] }),
    );
    expect(found).toEqual(['0/1', '0/0']);
    expect(flows.tuple(0).ports).toEqual([40000, 50000]);
  });

  test('is another one on another VLAN, with other ports, of the other IP version', () => {
    const { found } = flowsOf(
      new CaptureWriter()
        .a(SYN, 1)
        .a(SYN, 1, { vlan: 7 })
        .a(SYN, 1, { vlan: 8 })
        .b(ACK, 1, { vlan: 7 })
        .a(SYN, 1, { between: [{ ...A, port: 40001 }, B] })
        .a(SYN, 1, { between: [A6, B6] }),
    );
    expect(found).toEqual(['0/0', '1/0', '2/0', '1/1', '3/0', '4/0']);
  });

  test('keeps its number and its sockets while 100,000 others come', () => {
    const flows = new Flows();
    const bytes = new Uint8Array(8);
    const wire = newWire();
    const many = 100_000;
    for (let i = 0; i < many; i++) {
      put(bytes, wire, 0x0a000000 + i, 0xc0000209, [1024 + (i % 60_000), 80]);
      if (flows.find(bytes, wire) !== i) throw new Error(`flow ${i} was taken for another`);
    }
    expect(flows.count).toBe(many);
    for (let i = 0; i < many; i += 7) {
      put(bytes, wire, 0xc0000209, 0x0a000000 + i, [80, 1024 + (i % 60_000)]);
      if (flows.find(bytes, wire) !== i || flows.side !== 1) throw new Error(`flow ${i} was not found again`);
    }
    expect(flows.count).toBe(many);
    const { addresses, ports } = flows.tuple(65_537);
    expect([...addresses[0]]).toEqual([10, 1, 0, 1]);
    expect(ports).toEqual([1024 + 5537, 80]);
  });
});
