/** A tape with one thing changed: a field of what was sent, or an event left out, doubled, moved. */
import type { Random } from '../../checker/random-boxes.ts';
import { BIT, E } from '../../spec/event.ts';
import { numbered, type Tape, type TapeStep } from './tape.ts';

type Edit = (e: Float64Array, random: Random) => void;

const STEPS = [-1460, -100, -2, -1, 1, 1, 2, 100, 1460];
const FLAGS = [BIT.FIN, BIT.SYN, BIT.RST, BIT.ACK, BIT.PSH, BIT.URG];
const MS = 1e6;

const shifted =
  (at: number, by: readonly number[] = STEPS): Edit =>
  (e, random) => {
    e[at] = (e[at] ?? 0) + random.pick(by);
  };

const longer: Edit = (e, random) => {
  const by = random.pick([-500, -1, 1, 1, 500, 1460]);
  const text = Math.max(0, (e[E.TEXT] ?? 0) + by);
  e[E.LEN] = (e[E.LEN] ?? 0) + text - (e[E.TEXT] ?? 0);
  e[E.TEXT] = text;
};

const flagged: Edit = (e, random) => {
  const bit = random.pick(FLAGS);
  const flags = e[E.FLAGS] ?? 0;
  const takes = bit === BIT.FIN || bit === BIT.SYN ? 1 : 0;
  e[E.LEN] = (e[E.LEN] ?? 0) + ((flags & bit) === 0 ? takes : -takes);
  e[E.FLAGS] = flags ^ bit;
};

const window: Edit = (e, random) => {
  e[E.WND] = Math.max(0, random.chance(0.3) ? 0 : (e[E.WND] ?? 0) + random.pick(STEPS));
};

const FIELDS: readonly Edit[] = [
  shifted(E.SEQ),
  shifted(E.SEQ),
  shifted(E.ACK),
  shifted(E.ACK),
  longer,
  longer,
  window,
  flagged,
  flagged,
  shifted(E.TSECR, [-50, -1, 1, 50]),
  shifted(E.TSVAL, [-1000, -1]),
  shifted(E.SACK, [-100, -1, 1, 100]),
  shifted(E.SACK + 1, [-100, -1, 1, 100]),
];

/** Another time for one event and all that follow: sooner than it was, or much later. */
function delayed(steps: readonly TapeStep[], at: number, random: Random): readonly TapeStep[] {
  const before = steps[at - 1]?.event[E.STAMP] ?? 0;
  const gap = (steps[at]?.event[E.STAMP] ?? 0) - before;
  const by = random.pick([-gap, -Math.floor(gap / 2), MS, 45 * MS, 520 * MS, 3000 * MS, 12_000 * MS]);
  return steps.map((step, i) => (i < at ? step : { ...step, event: later(step.event, by) }));
}

function later(event: Float64Array, by: number): Float64Array {
  const e = event.slice();
  for (const at of [E.T0, E.T1, E.STAMP]) e[at] = (e[at] ?? 0) + by;
  return e;
}

/** The event at the time of another. */
const at = (step: TapeStep, time: number): TapeStep => ({
  ...step,
  event: later(step.event, time - (step.event[E.STAMP] ?? 0)),
});

/** A call goes with its return. */
function without(steps: readonly TapeStep[], i: number): readonly TapeStep[] {
  const gone = steps[i];
  return steps.filter(
    (step, k) => k !== i && (gone === undefined || gone.call < 0 || step.call !== gone.call),
  );
}

function movedTo(steps: readonly TapeStep[], from: number, random: Random): readonly TapeStep[] {
  const step = steps[from];
  const to = Math.max(0, Math.min(steps.length - 1, from + random.pick([-3, -2, -1, 1, 2, 3])));
  const target = steps[to];
  if (!step || !target || to === from || step.call >= 0) return steps;
  const rest = steps.filter((_, i) => i !== from);
  return rest.toSpliced(to, 0, at(step, target.event[E.STAMP] ?? 0));
}

/** A call that takes its time: its return comes some events later. */
function blocked(steps: readonly TapeStep[], random: Random): readonly TapeStep[] {
  const returns = steps.flatMap((s, i) => (s.kind === 'return' ? [i] : []));
  if (returns.length === 0) return steps;
  const from = random.pick(returns);
  const to = Math.min(steps.length - 1, from + random.between(1, 6));
  const [step, target] = [steps[from], steps[to]];
  if (!step || !target) return steps;
  const rest = steps.filter((_, i) => i !== from);
  return rest.toSpliced(to, 0, at(step, target.event[E.STAMP] ?? 0));
}

const segment = (step: TapeStep | undefined): boolean => step?.kind === 'sent' || step?.kind === 'arrived';

/** One random change; `name` says which. */
export function edited(tape: Tape, random: Random): Tape {
  const { steps } = tape;
  const sent = steps.flatMap((s, i) => (s.kind === 'sent' ? [i] : []));
  const of = (name: string, changed: readonly TapeStep[]): Tape => ({
    ...tape,
    name: `${tape.name}, ${name}`,
    steps: numbered(changed),
  });
  const how = random.unit();
  const i = random.below(Math.max(1, steps.length));
  if (how < 0.55 && sent.length > 0) {
    const k = random.pick(sent);
    const event = (steps[k]?.event ?? new Float64Array(E.SIZE)).slice();
    random.pick(FIELDS)(event, random);
    return of(
      `sent ${k} changed`,
      steps.map((s, n) => (n === k ? { ...s, event } : s)),
    );
  }
  if (how < 0.57) return of('a call takes its time', blocked(steps, random));
  if (how < 0.68) return of(`${i} left out`, without(steps, i));
  if (how < 0.79) {
    const step = steps[i];
    return of(`${i} doubled`, step && segment(step) ? steps.toSpliced(i, 0, step) : steps);
  }
  if (how < 0.9) return of(`${i} moved`, movedTo(steps, i, random));
  return of(`${i} at another time`, delayed(steps, i, random));
}
