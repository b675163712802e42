/**
 * What a recording can prove (engine.md §3.2). A bound of a slot rests on some of these; without them it
 * reads as ±∞.
 */
export type Evidence = number;

export const NEAR_OUT = 0x0001;
export const NEAR_IN = 0x0002;
export const LOSSLESS_OUT = 0x0004;
export const LOSSLESS_IN = 0x0008;
export const ORDER_OUT = 0x0010;
export const WIRE_SIZE = 0x0020;
export const OWN_SYN = 0x0040;
export const PEER_SYN = 0x0080;
export const PAYLOAD = 0x0100;
export const API_LOG = 0x0200;
export const SNAP = 0x0400;
export const CLOCK_MS = 0x0800;
export const LAG_BOUND = 0x1000;
export const CC_PROFILE = 0x2000;
/** Every output that the stack has made is in the recording by now: what it has sent cannot grow unseen. */
export const STAMPED_OUT = 0x4000;
export const ALL_EVIDENCE = 0x7fff;

const NAMES: readonly (readonly [Evidence, string])[] = [
  [NEAR_OUT, 'NEAR_OUT'],
  [NEAR_IN, 'NEAR_IN'],
  [LOSSLESS_OUT, 'LOSSLESS_OUT'],
  [LOSSLESS_IN, 'LOSSLESS_IN'],
  [ORDER_OUT, 'ORDER_OUT'],
  [WIRE_SIZE, 'WIRE_SIZE'],
  [OWN_SYN, 'OWN_SYN'],
  [PEER_SYN, 'PEER_SYN'],
  [PAYLOAD, 'PAYLOAD'],
  [API_LOG, 'API_LOG'],
  [SNAP, 'SNAP'],
  [CLOCK_MS, 'CLOCK_MS'],
  [LAG_BOUND, 'LAG_BOUND'],
  [CC_PROFILE, 'CC_PROFILE'],
  [STAMPED_OUT, 'STAMPED_OUT'],
];

/** The names of the bits that are set, in a fixed order. */
export const evidenceNames = (mask: Evidence): readonly string[] =>
  NAMES.filter(([bit]) => (mask & bit) !== 0).map(([, name]) => name);
