/**
 * The recorder's process: enters a namespace, plays what its order names, sends the outcomes to its parent,
 * ends.
 */
import { editOf } from './edits.ts';
import { type Outcome, play } from './play.ts';
import type { Fault, Message, Order } from './record.ts';
import { Refused } from './refused.ts';
import { matches } from './scenario.ts';
import { SCENARIOS } from './scenarios/index.ts';
import { Hidden, originOf } from './stacks/linux/hidden.ts';
import { startLinux } from './stacks/linux/linux.ts';
import { Undrivable } from './undrivable.ts';

function say(message: Message): Promise<void> {
  return new Promise((resolve) => {
    if (process.send === undefined) resolve();
    else process.send(message, () => resolve());
  });
}

/** The outcome as the recorder sees it with the edit in between; nothing to edit is a goal not reached. */
function edited(outcome: Outcome, { edit }: Order): Outcome {
  if (edit === undefined || outcome.failure !== undefined) return outcome;
  const trace = editOf(edit).apply(outcome.trace);
  return trace === undefined ? { ...outcome, failure: `nothing to edit for ${edit}` } : { ...outcome, trace };
}

/** Throws where something of the hidden state is missing: at a wrong place it would accuse the wrong one. */
function revealed(outcome: Outcome, hidden: Hidden, origin: number): Outcome {
  const trace = hidden.into(outcome.trace, origin + outcome.start);
  const { lost, unplaced } = hidden.missed();
  if (lost + unplaced > 0)
    throw new Error(`of the hidden state ${lost} events were lost, ${unplaced} found no place`);
  return { ...outcome, trace };
}

async function run(order: Order): Promise<readonly Outcome[]> {
  const scenarios = SCENARIOS.filter(({ id }) => matches(id, order.scenarios));
  if (scenarios.length === 0) throw new Error(`no scenario is called ${order.scenarios.join(', ')}`);
  const stack = await startLinux(order.settings);
  const hidden = order.hidden ? await Hidden.watch() : undefined;
  try {
    const outcomes = await play(stack, {
      scenarios,
      families: order.families,
      tool: order.tool,
      sampling: hidden !== undefined,
      onOutcome: ({ scenario, family, failure }) =>
        void say({ kind: 'progress', progress: { scenario, family, reached: failure === undefined } }),
    });
    const origin = originOf(() => stack.now());
    const shown =
      hidden === undefined ? outcomes : outcomes.map((outcome) => revealed(outcome, hidden, origin));
    return shown.map((outcome) => edited(outcome, order));
  } finally {
    hidden?.close();
    await stack.exit();
  }
}

/** Errors lose their class on the way to the parent. */
function faultOf(error: unknown): Fault {
  if (error instanceof Refused) return 'setting';
  return error instanceof Undrivable ? 'machine' : 'ours';
}

try {
  const order = JSON.parse(process.argv[2] ?? '') as Order;
  await say({ kind: 'done', outcomes: await run(order) });
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  await say({ kind: 'failed', message, fault: faultOf(error) });
}
process.disconnect?.();
