/** Plays scenarios side by side on one stack, each in a session of its own, and gives their traces. */
import type { Endpoint, Nanos, Trace, TraceHeader } from '../trace/trace.ts';
import { Application } from './application.ts';
import { Bench } from './bench.ts';
import { MS } from './clock.ts';
import { mssOption } from './options.ts';
import { Peer, type PeerSettings } from './peer.ts';
import { Recorder } from './recorder.ts';
import type { Scenario } from './scenario.ts';
import { type Capabilities, type Family, NETWORK, type Stack } from './stack.ts';
import { Unreached } from './unreached.ts';

/** Longer than any answer that TCP may delay (0.5 s), so that a missing one is missing in the trace too. */
const SETTLE = 600 * MS;
/**
 * Between the beginnings of two sessions. All at once they would wait for each other, and the round trip
 * that a stack then measures makes its timers long.
 */
const STEP = 12 * MS;
const FIRST_LISTENER = 8001;
const FIRST_PEER_PORT = 40_001;
/** Numbers of hosts in the peers' prefix: 1 is the stack. */
const FIRST_PEER_HOST = 2;
const LAST_PEER_HOST = 254;

export interface Outcome {
  readonly scenario: string;
  readonly family: Family;
  readonly trace: Trace;
  /** The trace's t = 0, on the stack's clock. */
  readonly start: Nanos;
  /** Why the scenario did not reach its goal, absent where it did. */
  readonly failure?: string;
}

/** Full-sized segments on an MTU of 1500 without options. */
const MSS: Readonly<Record<Family, number>> = { ipv4: 1460, ipv6: 1440 };

function settingsOf(family: Family, number: number, own: Partial<PeerSettings> = {}): PeerSettings {
  return {
    options: [mssOption(MSS[family])],
    iss: 1_000_000 * number,
    window: 65_535,
    ackDelay: 50 * MS,
    ttl: 64,
    tos: 0,
    ...own,
  };
}

function ends(family: Family, number: number): { readonly local: Endpoint; readonly peer: Endpoint } {
  const host = FIRST_PEER_HOST + number;
  if (host > LAST_PEER_HOST) throw new RangeError('too many scenarios for one run');
  const { stack, peers } = NETWORK[family];
  return {
    local: { address: stack, port: FIRST_LISTENER + number },
    peer: {
      address: `${peers}${host.toString(family === 'ipv6' ? 16 : 10)}`,
      port: FIRST_PEER_PORT + number,
    },
  };
}

export interface PlayOptions {
  readonly scenarios: readonly Scenario[];
  /** Those that the stack does not have are left out. */
  readonly families: readonly Family[];
  /** Name and version of this tool, for the header. */
  readonly tool: string;
  /** Snapshots of every connection, taken whenever something has happened. */
  readonly sampling?: boolean;
  /** Called as each session ends. */
  readonly onOutcome?: (outcome: Outcome) => void;
}

/**
 * Plays every scenario in every family, side by side. The stack is reset first. Rejects for faults of the
 * adapter only.
 */
export async function play(stack: Stack, options: PlayOptions): Promise<readonly Outcome[]> {
  const { scenarios, families, tool, sampling = false, onOutcome } = options;
  await stack.reset();
  const bench = new Bench(stack);
  const capabilities = stack.hello();
  const outcomes: Outcome[] = [];
  const wanted = families.filter((family) => capabilities.families.includes(family));
  const pairs = wanted.flatMap((family) => scenarios.map((scenario) => ({ family, scenario })));
  await bench.clock.run(
    pairs.map(({ family, scenario }, number) => async () => {
      await bench.clock.wait(number * STEP);
      const header = headerOf(capabilities, scenario.id, number, tool);
      const outcome = await session({ bench, scenario, family, number, header, sampling });
      outcomes[number] = outcome;
      onOutcome?.(outcome);
    }),
  );
  return outcomes;
}

interface Session {
  readonly bench: Bench;
  readonly scenario: Scenario;
  readonly family: Family;
  readonly number: number;
  readonly header: TraceHeader;
  readonly sampling: boolean;
}

async function session(plan: Session): Promise<Outcome> {
  const { bench, scenario, family, number, header, sampling } = plan;
  const { clock } = bench;
  const { local, peer: at } = ends(family, number);
  const start = clock.now();
  let asked = !sampling;
  const sampleSoon = (): void => {
    if (asked) return;
    asked = true;
    clock.later(0, async () => {
      asked = false;
      await app.sample();
    });
  };
  const recorder = new Recorder(start, sampleSoon);
  const peer = new Peer(bench, recorder, at, local, settingsOf(family, number + 1, scenario.peer));
  bench.attach(at.address, (segment, bracket) => peer.receive(segment, bracket));
  const app = new Application(bench, recorder, family, () => peer.injected);
  let failure: string | undefined;
  try {
    await scenario.play({ family, app, peer, clock, local });
  } catch (error) {
    if (!(error instanceof Unreached)) throw error;
    failure = error.message;
  }
  await clock.wait(SETTLE);
  const trace = recorder.finish(header, clock.now());
  failure ??= scenario.goals.find((goal) => !goal.met(trace))?.what;
  return { scenario: scenario.id, family, trace, start, ...(failure === undefined ? {} : { failure }) };
}

function headerOf(capabilities: Capabilities, scenario: string, seed: number, tool: string): TraceHeader {
  const { stack, version, clock, lag, settings } = capabilities;
  return {
    stack,
    version,
    scenario,
    seed,
    profile: stack,
    clock,
    position: 'near',
    api: true,
    lossless: true,
    lag,
    started: new Date().toISOString(),
    settings,
    tool,
  };
}
