/**
 * All sources of snapshots that a trace may name: the kernel's own names of its tracepoints, and TCP_INFO.
 */
import type { SnapshotSource } from './trace.ts';

export const SNAPSHOT_SOURCES = [
  'tcp-info',
  'tcp_probe',
  'inet_sock_set_state',
  'tcp_retransmit_skb',
  'tcp_send_reset',
] as const satisfies readonly SnapshotSource[];
