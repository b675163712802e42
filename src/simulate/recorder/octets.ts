/**
 * The text that a side of a walk sends. A walk knows its text by digests only: an octet here follows from its
 * number, and is another one where the digest of what is sent again says so.
 */
import { E } from '../../spec/event.ts';
import { transmissions } from '../../spec/transmissions.ts';
import { mix } from '../keys.ts';

/** Numbers [l, r) whose octets are no more those of the first time. */
interface Other {
  readonly l: number;
  readonly r: number;
  readonly version: number;
}

const TURN = 4294967296;
const STRANGE = 0x5eed;
const asked = new Float64Array(4);

/** Whether what the event sends again has another digest than what the stack has sent there before. */
function differs(event: Float64Array, before: Float64Array): boolean {
  const digest = event[E.OLD_DIGEST] ?? 0;
  if ((event[E.OLD_LEN] ?? 0) <= 0 || digest < 0) return false;
  const l = event[E.OLD_SEQ] ?? 0;
  const r = l + (event[E.OLD_LEN] ?? 0);
  asked.set([l, l, r, r]);
  const sent = transmissions.queries.digest?.read('lo', before, 0, asked) ?? Number.NEGATIVE_INFINITY;
  return Number.isFinite(sent) && sent !== digest;
}

export class Octets {
  private readonly key: number;
  private readonly others: Other[] = [];
  constructor(key: number) {
    this.key = key;
  }

  /**
   * The text of a segment from number `first` on; `before` is the state of the stack before it decided to
   * send it.
   */
  of(event: Float64Array, first: number, length: number, before: Float64Array | undefined): Uint8Array {
    if (before && differs(event, before)) {
      const r = (event[E.OLD_SEQ] ?? 0) + (event[E.OLD_LEN] ?? 0);
      this.others.push({ l: event[E.OLD_SEQ] ?? 0, r, version: this.others.length + 1 });
    }
    return this.write(first, length, this.others.length === 0 ? () => 0 : (at) => this.versionAt(at));
  }

  /** Text that this side has never sent. */
  strange(first: number, length: number): Uint8Array {
    return this.write(first, length, () => STRANGE);
  }

  private write(first: number, length: number, version: (at: number) => number): Uint8Array {
    const out = new Uint8Array(length);
    for (let i = 0; i < length; i++) {
      const octet = mix(this.key + ((first + i) % TURN));
      const v = version(first + i);
      // Never the same octet in another version.
      out[i] = (octet ^ (v === 0 ? 0 : (v % 255) + 1)) & 255;
    }
    return out;
  }

  private versionAt(at: number): number {
    return this.others.findLast(({ l, r }) => at >= l && at < r)?.version ?? 0;
  }
}
