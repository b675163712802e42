/**
 * What stands beside the cells' figure: decoding alone, datagram to segment, checksums verified, over as many
 * segments.
 */
import { decodeDatagram, encodeDatagram } from '../../src/trace/capture/datagram.ts';
import { ACK, PSH, type Segment } from '../../src/trace/trace.ts';
import { cpuPer, type Spent } from './measure.ts';

export interface DecodeFigure {
  readonly what: string;
  /** Octets of the datagram. */
  readonly octets: number;
  readonly perSegment: Spent;
}

/** NOP, NOP, timestamps: what segments of a bulk transfer carry. */
const OPTIONS = [
  { kind: 1, data: new Uint8Array(0) },
  { kind: 1, data: new Uint8Array(0) },
  { kind: 8, data: Uint8Array.of(0, 1, 2, 3, 4, 5, 6, 7) },
];

function segment(payload: Uint8Array, flags: number): Segment {
  return {
    source: { address: '192.0.2.1', port: 40000 },
    destination: { address: '192.0.2.2', port: 80 },
    seq: 4_000_000_000,
    ack: 77,
    flags,
    wnd: 502,
    up: 0,
    reserved: 0,
    options: OPTIONS,
    length: payload.length,
    payload,
    checksum: 'good',
    ttl: 64,
    tos: 0,
    ipId: 7,
  };
}

function measure(what: string, of: Segment, segments: number): DecodeFigure {
  const bytes = encodeDatagram(of);
  let octets = 0;
  const perSegment = cpuPer(segments, () => {
    for (let i = 0; i < segments; i++) {
      const decoded = decodeDatagram(bytes);
      if (typeof decoded === 'string')
        throw new Error(`unreachable: our own datagram is refused: ${decoded}`);
      octets += decoded.length;
    }
  });
  if (octets % (of.length || 1) !== 0) throw new Error('unreachable: octets were lost');
  return { what, octets: bytes.length, perSegment };
}

export const measureDecode = (segments = 200_000): readonly DecodeFigure[] => [
  measure('decode of a full segment', segment(new Uint8Array(1448).fill(0x55), ACK | PSH), segments),
  measure('decode of a pure ACK', segment(new Uint8Array(0), ACK), segments),
];
