/**
 * The kernel's `struct tcp_info` (include/uapi/linux/tcp.h) as fields by the kernel's own names and in its
 * own units.
 */

/** Where each field stands, and its octets. Older kernels fill less; what lies behind the end is left out. */
const FIELDS: readonly (readonly [name: string, at: number, size: 1 | 4 | 8])[] = [
  ['tcpi_state', 0, 1],
  ['tcpi_ca_state', 1, 1],
  ['tcpi_retransmits', 2, 1],
  ['tcpi_probes', 3, 1],
  ['tcpi_backoff', 4, 1],
  ['tcpi_options', 5, 1],
  ['tcpi_rto', 8, 4],
  ['tcpi_ato', 12, 4],
  ['tcpi_snd_mss', 16, 4],
  ['tcpi_rcv_mss', 20, 4],
  ['tcpi_unacked', 24, 4],
  ['tcpi_sacked', 28, 4],
  ['tcpi_lost', 32, 4],
  ['tcpi_retrans', 36, 4],
  ['tcpi_pmtu', 60, 4],
  ['tcpi_rcv_ssthresh', 64, 4],
  ['tcpi_rtt', 68, 4],
  ['tcpi_rttvar', 72, 4],
  ['tcpi_snd_ssthresh', 76, 4],
  ['tcpi_snd_cwnd', 80, 4],
  ['tcpi_advmss', 84, 4],
  ['tcpi_reordering', 88, 4],
  ['tcpi_rcv_space', 96, 4],
  ['tcpi_total_retrans', 100, 4],
  ['tcpi_bytes_acked', 120, 8],
  ['tcpi_bytes_received', 128, 8],
  ['tcpi_segs_out', 136, 4],
  ['tcpi_segs_in', 140, 4],
  ['tcpi_notsent_bytes', 144, 4],
  ['tcpi_min_rtt', 148, 4],
  ['tcpi_snd_wnd', 228, 4],
  ['tcpi_rcv_wnd', 232, 4],
];

export const TCP_INFO_ROOM = 512;

/** Fields of the first `size` octets of a `tcp_info`. */
export function tcpInfoFields(b: Uint8Array, size: number): Readonly<Record<string, number>> {
  const view = new DataView(b.buffer, b.byteOffset);
  const fields: Record<string, number> = {};
  for (const [name, at, octets] of FIELDS) {
    if (at + octets > size) continue;
    if (octets === 1) fields[name] = view.getUint8(at);
    else if (octets === 4) fields[name] = view.getUint32(at, true);
    else fields[name] = Number(view.getBigUint64(at, true));
  }
  return fields;
}
