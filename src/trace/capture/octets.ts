/** Numbers in network order. The caller has checked that the octets are there. */

export const byte = (b: Uint8Array, at: number): number => b[at] as number;

export const word = (b: Uint8Array, at: number): number => (byte(b, at) << 8) | byte(b, at + 1);

/** 0 … 2^32−1. */
export const long = (b: Uint8Array, at: number): number => word(b, at) * 0x10000 + word(b, at + 2);
