/**
 * The test that every adapter has to pass. It plays small scenarios on the stack, watches every reply, and
 * holds both to the promises of `stack.ts`. It says nothing about TCP beyond what a stack must do to be one.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeDatagram } from '../trace/capture/datagram.ts';
import { MS } from './clock.ts';
import { CONTRACT_SCENARIOS } from './contract-scenarios.ts';
import { type Outcome, play } from './play.ts';
import type { Capabilities, Family, Output, Reply, Stack } from './stack.ts';

/** What this test asks for, by the names that `skip` uses. */
export type ContractPart =
  | (typeof CONTRACT_SCENARIOS)[number]['id']
  | 'calls that would block'
  | 'time in brackets'
  | 'time runs in advance'
  | 'outputs are segments'
  | 'info'
  | 'reset of the stack';

/** Everything that the stack has said since the recording of replies began. */
interface Watched {
  readonly stack: Stack;
  readonly replies: Reply[];
}

const isReply = (value: unknown): value is Reply =>
  typeof value === 'object' && value !== null && 'outputs' in value && 't0' in value;

/** The same stack, its replies noted on the way. */
function watch(stack: Stack): Watched {
  const replies: Reply[] = [];
  const note = (value: unknown): unknown => {
    if (isReply(value)) replies.push(value);
    return value;
  };
  const watched = new Proxy(stack, {
    get: (target, key): unknown => {
      const member: unknown = Reflect.get(target, key, target);
      if (typeof member !== 'function') return member;
      return (...args: readonly unknown[]): unknown => {
        const result: unknown = Reflect.apply(member, target, args);
        return result instanceof Promise ? result.then(note) : note(result);
      };
    },
  });
  return { stack: watched, replies };
}

/** Holds `stack` to the contract. What it cannot do is skipped by name, each with a reason. */
export function stackContract(
  stack: Stack,
  { skip = {} }: { readonly skip?: Partial<Readonly<Record<ContractPart, string>>> } = {},
): void {
  const capabilities = stack.hello();
  const part = (name: ContractPart, body: () => Promise<void> | void): void => {
    const reason = skip[name];
    test.skipIf(reason !== undefined)(reason === undefined ? name : `${name}: ${reason}`, body);
  };
  describe(`${capabilities.stack} as a stack`, () => {
    let outcomes: readonly Outcome[] = [];
    const { stack: watched, replies } = watch(stack);
    beforeAll(async () => {
      const { families } = capabilities;
      outcomes = await play(watched, { scenarios: CONTRACT_SCENARIOS, families, tool: 'contract test' });
    });
    afterAll(() => stack.exit());
    for (const family of capabilities.families)
      describe(family, () => {
        for (const { id } of CONTRACT_SCENARIOS)
          part(id, () => {
            const outcome = outcomes.find((o) => o.scenario === id && o.family === family);
            expect(outcome).toBeDefined();
            expect(outcome?.failure).toBeUndefined();
          });
        part('calls that would block', () => refusesToBlock(stack, family));
        part('info', () => tellsItsState(stack, family, capabilities));
        part('reset of the stack', () => forgets(stack, family));
      });
    part('time in brackets', () => keepsTime(replies));
    part('time runs in advance', () => advances(stack));
    part('outputs are segments', () => emitsSegments(replies.flatMap(({ outputs }) => outputs)));
  });
}

/** Accept without a connection and recv without data give `EAGAIN`, at once. */
async function refusesToBlock(stack: Stack, family: Family): Promise<void> {
  const { value: socket } = await stack.socket(family);
  const address = family === 'ipv4' ? '192.0.2.1' : '2001:db8::1';
  expect((await stack.bind(socket, { address, port: 7000 })).value).toBe(0);
  expect((await stack.listen(socket, 1)).value).toBe(0);
  const reply = await stack.accept(socket);
  expect(reply.error).toBe('EAGAIN');
  expect(reply.value).toBe(-1);
  expect(reply.t1 - reply.t0).toBeLessThan(1000 * MS);
  expect((await stack.close(socket)).value).toBe(0);
  expect((await stack.recv(socket, 1)).value).toBe(-1);
}

async function tellsItsState(stack: Stack, family: Family, { info }: Capabilities): Promise<void> {
  const { value: socket } = await stack.socket(family);
  const reply = await stack.info(socket);
  if (info) expect(Object.keys(reply.fields ?? {}).length).toBeGreaterThan(0);
  else expect(reply.error).toBe('EOPNOTSUPP');
  await stack.close(socket);
}

/** A port that was in use is free after a reset, and time begins anew. */
async function forgets(stack: Stack, family: Family): Promise<void> {
  const local = { address: family === 'ipv4' ? '192.0.2.1' : '2001:db8::1', port: 7001 };
  const open = async (): Promise<readonly number[]> => {
    const { value: socket } = await stack.socket(family);
    return [(await stack.bind(socket, local)).value, (await stack.listen(socket, 1)).value];
  };
  expect(await open()).toEqual([0, 0]);
  const before = stack.now();
  await stack.reset();
  expect(stack.now()).toBeLessThan(Math.max(before, 1000 * MS));
  expect(await open()).toEqual([0, 0]);
}

/**
 * Brackets have their ends in order, replies follow each other, and outputs come in the order of their times.
 */
function keepsTime(replies: readonly Reply[]): void {
  expect(replies.length).toBeGreaterThan(20);
  let last = 0;
  let lastOutput = 0;
  for (const { t0, t1, outputs } of replies) {
    expect(t0).toBeGreaterThanOrEqual(last);
    expect(t1).toBeGreaterThanOrEqual(t0);
    expect(Number.isSafeInteger(t0) && Number.isSafeInteger(t1)).toBe(true);
    for (const output of outputs) {
      expect(output.t1).toBeGreaterThanOrEqual(output.t0);
      expect(output.t1).toBeGreaterThanOrEqual(lastOutput);
      lastOutput = output.t0;
    }
    last = t0;
  }
}

/** With nothing to say, a stack lets time run to the moment that was asked for. */
async function advances(stack: Stack): Promise<void> {
  await stack.reset();
  const until = stack.now() + 20 * MS;
  let reply = await stack.advance(until);
  while (reply.outputs.length > 0) reply = await stack.advance(until);
  expect(reply.t1).toBeGreaterThanOrEqual(until);
  expect(stack.now()).toBeGreaterThanOrEqual(until);
}

/** Raw IP with TCP in it, whole and with a good checksum. */
function emitsSegments(outputs: readonly Output[]): void {
  expect(outputs.length).toBeGreaterThan(5);
  for (const { datagram } of outputs) expect(decodeDatagram(datagram)).toMatchObject({ checksum: 'good' });
}
