/** What lies between the two stacks: delay, loss, overtaking, doubling; each segment carried draws anew. */
import type { Keyed } from './keys.ts';
import { within } from './keys.ts';
import type { Theme } from './theme.ts';

const MS = 1e6;
const SECOND = 1e9;

export class Network {
  /** One way, nanoseconds, where nothing is overtaken. */
  readonly delay: number;
  readonly loss: number;
  private readonly reorder: number;
  private readonly double: number;
  private readonly silentUntil: number;
  private readonly key: number;
  private readonly dice: Keyed;
  /** Segments that each direction has been given. */
  private readonly carried = [0, 0];

  /** `without`: what does not happen, whatever is drawn. */
  constructor(theme: Theme, key: number, dice: Keyed, without: readonly string[] = []) {
    this.key = key;
    this.dice = dice;
    const random = dice.begin(key);
    const { network } = theme;
    const delay = random.pick([0.2, 1, 5, 20, 80]);
    this.delay = (network?.delay ?? delay) * MS;
    const drawn = {
      loss: random.pick([0, 0, 0.02, 0.1, 0.25]),
      reorder: random.pick([0, 0, 0.05, 0.2]),
      double: random.pick([0, 0.03, 0.3, 0.3]),
      ...network,
    };
    this.loss = without.includes('losses') ? 0 : drawn.loss;
    this.reorder = without.includes('overtaking') ? 0 : drawn.reorder;
    this.double = without.includes('doubles') ? 0 : drawn.double;
    // Now and then nothing arrives for a while: only timers speak.
    this.silentUntil = random.between(Math.floor((theme.silence ?? 0) / 2), theme.silence ?? 0) * SECOND;
  }

  /** When each copy of a segment sent at `now` arrives, or would have, had it not been lost. */
  carry(direction: number, now: number, deliver: (at: number, lost: boolean) => void): void {
    const n = this.carried[direction] ?? 0;
    this.carried[direction] = n + 1;
    const random = this.dice.begin(within(within(this.key, direction + 1), n));
    const copies = random.chance(this.double) ? 2 : 1;
    for (let i = 0; i < copies; i++) {
      const lost = random.chance(this.loss);
      const overtaken = random.chance(this.reorder);
      const late = random.unit();
      const at = Math.ceil(now + this.delay + (overtaken ? late * 3 * this.delay : 0));
      deliver(at, lost || now < this.silentUntil);
    }
  }
}
