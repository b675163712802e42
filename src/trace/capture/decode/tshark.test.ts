import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { absence, CAPTURES, recordsOf, tsharkRows } from '../../fixtures/tshark.ts';
import { CHECKSUM, MARK, newWire, W, type Wire } from '../../wire.ts';
import { OUTCOME } from './outcome.ts';
import { PacketDecoder } from './packet-decoder.ts';

const reason = absence();
const at = (wire: Wire, slot: number): number => wire[slot] as number;
const known = (value: number): string => (value < 0 ? '' : String(value));

/** The fields that tshark and we both tell, in its own words. */
function ours(wire: Wire): Record<string, string> {
  const edges = [...wire.subarray(W.SACK, W.SACK + 2 * at(wire, W.SACKS))];
  return {
    'tcp.seq': String(at(wire, W.SEQ)),
    'tcp.ack': String(at(wire, W.ACK)),
    'tcp.flags': `0x${(at(wire, W.FLAGS) | (at(wire, W.RESERVED) << 9)).toString(16).padStart(4, '0')}`,
    'tcp.window_size_value': String(at(wire, W.WND)),
    'tcp.urgent_pointer': String(at(wire, W.UP)),
    'tcp.len': String(at(wire, W.LENGTH)),
    'tcp.options.mss_val': known(at(wire, W.MSS)),
    'tcp.options.wscale.shift': known(at(wire, W.SHIFT)),
    'tcp.options.timestamp.tsval': known(at(wire, W.TSVAL)),
    'tcp.options.timestamp.tsecr': known(at(wire, W.TSECR)),
    'tcp.options.sack_le': edges.filter((_, i) => i % 2 === 0).join(),
    'tcp.options.sack_re': edges.filter((_, i) => i % 2 === 1).join(),
  };
}

describe.skipIf(reason !== '')(`tshark agrees${reason}`, () => {
  test.each([
    'filesamples__simple_http_sll2.pcap',
    'packetlife-backup__pcaps_TCP_SACK.cap',
    'nDPI__tests_cfgs_default_pcap_6in4tunnel.pcap',
    'tcpdump__tests_bigtcp-ipv6-hbh.pcap',
    'zeek__lugins_connkey-vxlan-fivetuple-plugin-src_Traces_vxlan-overlapping-http-get.pcap',
    'zeek__testing_btest_Traces_tcp_options.pcap',
  ])('on %s', (name) => {
    const file = join(CAPTURES, name);
    const rows = tsharkRows(file);
    const decoder = new PacketDecoder({ checksums: 'full' });
    const wire = newWire();
    let count = 0;
    let errors = 0;
    for (const record of recordsOf(file)) {
      const outcome = decoder.decode(record, wire);
      if (outcome === OUTCOME.ICMP_ERROR) errors++;
      if (outcome !== OUTCOME.TCP) continue;
      count++;
      expect(rows.get(record.frame), `frame ${record.frame}`).toMatchObject(ours(wire));
      const unverified = (at(wire, W.MARKS) & (MARK.SNAPPED | MARK.NO_LENGTH)) !== 0;
      const good = at(wire, W.CHECKSUM) === CHECKSUM.GOOD;
      if (!unverified) expect(rows.get(record.frame)?.['tcp.checksum.status'] === '1').toBe(good);
    }
    expect(count + errors).toBe(rows.size);
    expect(count).toBeGreaterThan(0);
  });
});
