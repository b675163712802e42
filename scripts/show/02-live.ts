/** Issue 02, the lines about the live kernel and what is written up of it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding, Verdict } from '../../src/checker/verdict.ts';
import { linuxAvailability } from '../../src/harness/stacks/linux/availability.ts';
import { readVerdict } from '../../src/report/schema.ts';
import { linux } from '../../src/spec/profile.ts';
import { entryOf, hasWitness, lacksOf, readJudgements, writtenUp } from './judgements.ts';
import { CLI, inFreshClone, type Line, ROOT, runProgram, runScript, within } from './line.ts';

const TRACES = 48;
const FIRST = 90;
const AGAIN = 20;
/** The share of entries that may go without a witness. */
const UNWITNESSED = 0.1;

/** What `npm start` left in a checkout; throws where it is no verdict. */
function verdictIn(root: string): Verdict {
  const text = readFileSync(join(root, 'reports', 'latest', 'verdict.json'), 'utf8');
  const read = readVerdict(JSON.parse(text));
  if (!read.ok) throw new Error(read.problems.join('\n'));
  return read.verdict;
}

/** Seconds that the bootstrap says it took to install; it rounds to whole ones. */
export function installSeconds(output: string): number {
  const seconds = /^tcpassay: installed \d+ packages in (\d+) s$/m.exec(output)?.[1];
  return seconds === undefined ? 0 : Number(seconds);
}

const live: Line = {
  id: 'live',
  claim: `npm start in a fresh clone: at least ${TRACES} live traces, at most ${FIRST} s after installation, again at most ${AGAIN} s`,
  async run() {
    const { available, reason } = linuxAvailability();
    if (!available) return { figure: '0 live traces', holds: 'not run', note: reason };
    return inFreshClone(async (clone) => {
      const first = await runProgram('npm', ['start'], { cwd: clone });
      const again = await runProgram('npm', ['start'], { cwd: clone });
      const installed = installSeconds(first.output);
      const alone = first.seconds - installed;
      const recorded = verdictIn(clone).traces.filter(({ stack }) => stack.startsWith('linux'));
      const holds =
        first.code === 0 &&
        again.code === 0 &&
        recorded.length >= TRACES &&
        alone <= FIRST &&
        again.seconds <= AGAIN;
      return {
        figure:
          `${recorded.length} of at least ${TRACES} live traces; installed in ${installed} s, then ${within(alone, FIRST)}, ` +
          `again ${within(again.seconds, AGAIN)}; exit codes ${first.code} and ${again.code}`,
        holds,
        ...(!holds && { note: again.output.slice(-2000) }),
      };
    });
  },
};

interface Placed {
  readonly scenario: string;
  readonly finding: Finding;
}
const placed = (verdict: Verdict): readonly Placed[] =>
  verdict.traces.flatMap(({ scenario, connections }) =>
    connections.flatMap(({ endpoints }) =>
      endpoints.flatMap(({ findings }) => findings.map((finding) => ({ scenario, finding }))),
    ),
  );

const entries = () => readJudgements(readFileSync(join(ROOT, 'docs', 'judgements.md'), 'utf8'));

/** Why a finding is not accounted for; empty where it is. */
function unaccounted({ scenario, finding }: Placed): string {
  const { known, rule } = finding;
  if (known === undefined) return writtenUp(rule, scenario, entries()) ? '' : 'neither known nor written up';
  const trait = linux.traits.find(({ id }) => id === known.trait);
  if (trait === undefined) return `the profile has no trait ${known.trait}`;
  const entry = entryOf(trait.witness, entries());
  if (entry === undefined) return `the witness of ${known.trait} points to no entry: ${trait.witness}`;
  return entry.text.includes(`\`${known.trait}\``) ? '' : `entry ${entry.number} is not about ${known.trait}`;
}

const judgements: Line = {
  id: 'judgements',
  claim:
    'every finding on the live kernel is written up in docs/judgements.md; at most 10 % of entries without a witness',
  async run() {
    const all = entries();
    const bare = all.filter((entry) => !hasWitness(entry));
    const lacking = all.flatMap((entry) =>
      lacksOf(entry).map((what) => `entry ${entry.number} has no ${what}`),
    );
    const witnessed = `${all.length - bare.length} of ${all.length} entries with a witness`;
    const { available, reason } = linuxAvailability();
    if (!available) return { figure: witnessed, holds: 'not run', note: reason };
    const { code, output } = await runScript(CLI, ['start', '--no-config']);
    const found = placed(verdictIn(ROOT));
    const wrong = found.flatMap((one) => {
      const why = unaccounted(one);
      return why === '' ? [] : [`${one.scenario}, ${one.finding.rule}: ${why}`];
    });
    const known = found.filter(({ finding }) => finding.known !== undefined);
    const whole = all.filter((entry) => lacksOf(entry).length === 0);
    const most = Math.floor(UNWITNESSED * all.length);
    return {
      figure:
        `${found.length - wrong.length} of ${found.length} findings written up (${known.length} by traits), ${wrong.length} not; ` +
        `${witnessed}, ${bare.length} of at most ${most} without; ` +
        `${whole.length} of ${all.length} with records, clause and arithmetic`,
      holds:
        code === 0 &&
        wrong.length === 0 &&
        all.length > 0 &&
        bare.length <= UNWITNESSED * all.length &&
        lacking.length === 0,
      note: [...lacking, ...wrong, ...(code === 0 ? [] : [output.slice(-1000)])].join('\n'),
    };
  },
};

export const liveLines: readonly Line[] = [judgements, live];
