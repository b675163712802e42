/**
 * The process of two stacks: enters its namespaces, plays sessions until enough segments are recorded, hands
 * each trace to its parent, ends. It begins no session while the parent has too much to take.
 */
import { Pair, type PairTrace } from './pair/pair.ts';
import { sessionPlan } from './pair/plan.ts';
import { Refused } from './refused.ts';
import { linuxAvailability } from './stacks/linux/availability.ts';
import { Hidden } from './stacks/linux/hidden.ts';
import { loadLibc } from './stacks/linux/libc.ts';
import type { PairOrder, ToChild, ToParent } from './two-stacks.ts';
import { Undrivable } from './undrivable.ts';

/** Traces that may be on the way to the parent, or there and not done with. */
const MOST_ON_THE_WAY = 40;
/** Rounds between two looks at what the parent says, while nothing is on the way to it. */
const ROUNDS = 50;

function say(message: ToParent): Promise<void> {
  return new Promise((resolve) => {
    if (process.send === undefined) resolve();
    else process.send(message, () => resolve());
  });
}

const others = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function run(order: PairOrder): Promise<void> {
  const { available, reason } = linuxAvailability();
  if (!available) throw new Undrivable(reason);
  let onTheWay = 0;
  let unwritten = 0;
  let segments = 0;
  process.on('message', (raw) => {
    // Our own parent of the same version: nothing else can write into this channel.
    const message = raw as ToChild;
    onTheWay -= message.taken;
  });
  // Nobody is left to take a trace.
  process.on('disconnect', () => process.exit());
  const hidden = order.hidden ? await Hidden.watch() : undefined;
  const onTrace = ({ trace: seen, end, plan, monotonic }: PairTrace): void => {
    onTheWay++;
    const trace = hidden?.into(seen, Number(monotonic)) ?? seen;
    for (const { kind } of trace.events) if (kind === 'sent' || kind === 'arrived') segments++;
    const { program, congestionControl, impairment } = plan;
    const about = { end, program: program.id, congestionControl, impairment, monotonic };
    unwritten++;
    void say({ kind: 'trace', recorded: { trace, ...about } }).then(() => unwritten--);
  };
  const pair = new Pair(await loadLibc(), {
    tool: order.tool,
    onTrace,
    sampling: hidden !== undefined,
    ...(order.settings === undefined ? {} : { settings: order.settings }),
  });
  try {
    for (let number = 0, rounds = 1; segments < order.segments || pair.open > 0; rounds++) {
      const more = segments < order.segments && pair.open < order.concurrent;
      if (more && onTheWay < MOST_ON_THE_WAY) pair.begin(sessionPlan(order, number++));
      pair.round();
      const due = rounds % ROUNDS === 0;
      if (due) hidden?.collect();
      if (unwritten > 0 || due) await others();
    }
    const missed = hidden === undefined ? {} : { missed: hidden.missed() };
    // The parent ends us at our last word.
    hidden?.close();
    await say({ kind: 'done', ended: { ...pair.lateness, ...missed } });
  } finally {
    hidden?.close();
    pair.exit();
  }
}

try {
  await run(JSON.parse(process.argv[2] ?? '') as PairOrder);
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  const fault =
    error instanceof Refused ? 'setting' : error instanceof Undrivable ? 'machine' : ('ours' as const);
  await say({ kind: 'failed', message, fault });
}
process.disconnect?.();
