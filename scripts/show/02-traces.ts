/** Issue 02, the lines about the hand-made traces. */
import { isDeepStrictEqual } from 'node:util';
import { judgeTrace, type Kept, keptTraces, TELLINGS, type Told } from './kept-traces.ts';
import type { Line, Outcome } from './line.ts';

const REJECTING = 60;

interface Tried {
  readonly kept: Kept;
  /** As it stands, then one entry for each telling. */
  readonly right: readonly boolean[];
}

function tryOne(kept: Kept, right: (told: Told) => boolean): Tried {
  const tellings = TELLINGS.map(({ of }) => of(kept.trace).every((trace) => right(judgeTrace(trace))));
  return { kept, right: [right(judgeTrace(kept.trace)), ...tellings] };
}

function byTopic(all: readonly Kept[]): string {
  const topics = [...new Set(all.map(({ topic }) => topic))];
  return topics.map((topic) => `${all.filter((k) => k.topic === topic).length} ${topic}`).join(', ');
}

/** How many are right as they stand and in each telling, and the names of those that are not. */
function told(all: readonly Tried[], word: string): { readonly text: string; readonly wrong: string } {
  const ways = ['as they stand', ...TELLINGS.map(({ what }) => what)];
  const counts = ways.map((way, i) => `${all.filter((t) => t.right[i]).length} of ${all.length} ${way}`);
  const wrong = all.flatMap(({ kept, right }) =>
    right.flatMap((is, i) => (is ? [] : [`${kept.file}: not so ${ways[i] ?? ''}`])),
  );
  return { text: `${word}: ${counts.join(', ')}`, wrong: wrong.join('\n') };
}

const rejecting: Line = {
  id: 'rejecting',
  claim: `at least ${REJECTING} rejecting traces, each flagged by exactly the expected rule and clause, however told`,
  run(): Promise<Outcome> {
    const all = keptTraces('reject');
    const beside = all.filter(({ expected }) => (expected?.findings.length ?? 0) > 0);
    const tried = all.map((kept) => tryOne(kept, (judged) => isDeepStrictEqual(judged, kept.expected)));
    const { text, wrong } = told(tried, 'flagged by exactly what is expected');
    const rules = new Set(all.flatMap(({ expected }) => expected?.findings.map(({ rule }) => rule) ?? []));
    return Promise.resolve({
      figure:
        `${all.length} of at least ${REJECTING}, ${beside.length} of ${all.length} with a finding beside; ${text}; ` +
        `${rules.size} rules`,
      holds: all.length >= REJECTING && beside.length === all.length && wrong === '',
      note: [byTopic(all), wrong].join('\n'),
    });
  },
};

const accepting: Line = {
  id: 'accepting',
  claim: 'accepting traces have no finding, however told',
  run(): Promise<Outcome> {
    const all = keptTraces('accept');
    const tried = all.map((kept) => tryOne(kept, ({ findings }) => findings.length === 0));
    const { text, wrong } = told(tried, 'silent');
    return Promise.resolve({
      figure: text,
      holds: all.length > 0 && wrong === '',
      note: [byTopic(all), wrong].join('\n'),
    });
  },
};

export const traceLines: readonly Line[] = [rejecting, accepting];
