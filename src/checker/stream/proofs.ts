/** Sent segments that say what only the last waiting input can have told: then all have been read. */
import { E } from '../../spec/event.ts';
import type { PlacedProof } from './stream-cells.ts';

const FIELDS = 3;

export class Proofs {
  private readonly proofs: readonly PlacedProof[];
  /** By proof: HEAD's high end now, that of the last settling, which waiting input moved it last. */
  private readonly reached: Float64Array;

  constructor(proofs: readonly PlacedProof[]) {
    this.proofs = proofs;
    this.reached = new Float64Array(FIELDS * proofs.length);
  }

  /** After waiting input number `input`; 0 where nothing waits. */
  reckon(data: Float64Array, at: number, input: number): void {
    const { proofs, reached } = this;
    for (let i = 0; i < proofs.length; i++) {
      const hi = data[at + (proofs[i]?.slotHi ?? 0)] ?? 0;
      if (input === 0) reached[FIELDS * i + 1] = hi;
      if (input === 0 || hi !== reached[FIELDS * i]) reached[FIELDS * i + 2] = input;
      reached[FIELDS * i] = hi;
    }
  }

  /** Whether the sent segment proves that the last of `waiting` inputs was read. */
  allRead(event: Float64Array, waiting: number): boolean {
    const { proofs, reached } = this;
    for (let i = 0; i < proofs.length; i++) {
      const p = proofs[i];
      if (!p || ((event[E.FLAGS] ?? 0) & p.mask) !== p.want) continue;
      const value = event[p.field] ?? 0;
      const last = reached[FIELDS * i + 2] === waiting;
      if (last && value > (reached[FIELDS * i + 1] ?? 0) && value >= (reached[FIELDS * i] ?? 0)) return true;
    }
    return false;
  }
}
