/**
 * Numbers for where a packet was seen: interface, VLAN tags, tunnels. A context is a path of 32-bit words
 * from the root; equal paths have equal numbers and different paths different ones.
 */

/** Beyond this number all new contexts share one: no capture has a million tunnels to be told apart. */
const MOST_CONTEXTS = 0x100000;

/** The first words of steps: what follows them has a fixed count of words, so that no two paths are alike. */
export const STEP = {
  /** With the VLAN identifier added. */
  VLAN: 0x10000,
  /** With the session identifier added. */
  PPPOE: 0x20000,
  /** With the interface index added (SLL2). */
  INDEX: 0x40000000,
  /** With the interface number added. */
  INTERFACE: 0x80000000,
  /** With the kind of the tunnel and the IP version added; addresses (2 or 8 words) and a key follow. */
  TUNNEL: 0x30000,
} as const;

export class Contexts {
  readonly #children = new Map<number, number>();
  readonly #interfaces: number[] = [0];

  /** The context of an interface: 0 for the first. */
  ofInterface(id: number): number {
    const known = this.#interfaces[id];
    if (known !== undefined) return known;
    const context = this.child(0, (STEP.INTERFACE + id) >>> 0);
    if (id < MOST_CONTEXTS) this.#interfaces[id] = context;
    return context;
  }

  /** The context one `word` (0 … 2^32−1) further. */
  child(parent: number, word: number): number {
    const key = parent * 0x100000000 + word;
    const known = this.#children.get(key);
    if (known !== undefined) return known;
    const context = Math.min(this.#children.size + 1, MOST_CONTEXTS);
    if (context < MOST_CONTEXTS) this.#children.set(key, context);
    return context;
  }
}
