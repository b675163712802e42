/**
 * One stack and the ends of the sessions that share it: every datagram goes to the session that owns its
 * destination.
 */
import { decodeDatagram } from '../trace/capture/datagram.ts';
import type { Segment } from '../trace/trace.ts';
import { Clock } from './clock.ts';
import type { Bracket, Later, Output, Reply, Stack } from './stack.ts';

/** Takes a segment that the stack sent to one address. */
export type Receive = (segment: Segment, bracket: Bracket) => void;

export class Bench {
  readonly stack: Stack;
  readonly clock: Clock;
  readonly #ends = new Map<string, Receive>();

  constructor(stack: Stack) {
    this.stack = stack;
    this.clock = new Clock(stack, (reply) => this.#deliver(reply.outputs));
  }

  /** From now on what the stack sends to `address` goes to `receive`. What goes to nobody is dropped. */
  attach(address: string, receive: Receive): void {
    this.#ends.set(address, receive);
  }

  /**
   * Makes one step of the stack. What a timer sent before the step is delivered first; then `settle` gets the
   * reply and a function that delivers what the step caused, to be called once, where those segments stand
   * among its own records.
   */
  async step(make: () => Later<Reply>, settle: (reply: Reply, deliver: () => void) => void): Promise<Reply> {
    const made = make();
    // A stack in this process has answered already; awaiting it would let another session's step come in
    // between.
    const reply = made instanceof Promise ? await made : made;
    this.#deliver(reply.outputs.filter((output) => output.t1 < reply.t0));
    settle(reply, () => this.#deliver(reply.outputs.filter((output) => output.t1 >= reply.t0)));
    return reply;
  }

  #deliver(outputs: readonly Output[]): void {
    for (const { datagram, t0, t1 } of outputs) {
      const segment = decodeDatagram(datagram);
      if (typeof segment === 'string') throw new Error(`the adapter passed on what is not TCP: ${segment}`);
      this.#ends.get(segment.destination.address)?.(segment, { t0, t1 });
    }
  }
}
