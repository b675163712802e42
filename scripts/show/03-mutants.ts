/** Issue 03, mutants: how many of the walks in which a broken stack shows are found, and from where. */
import { mutantMatrix, type Seen } from '../../src/simulate/mutation/table.ts';
import { CLI, type Line, runScript } from './line.ts';

const LEAST = 0.9;
const PUT_ASIDE = 0.1;
const SEED = 4000;
const VIEWS = [
  { from: 'near with calls', args: ['--vantage', 'near', '--api'], walks: 100 },
  { from: 'near', args: ['--vantage', 'near'], walks: 40 },
  { from: 'far', args: ['--vantage', 'far'], walks: 40 },
] as const;

async function seenFrom({ from, args, walks }: (typeof VIEWS)[number]): Promise<Seen> {
  const all = ['mutants', ...args, '--walks', `${walks}`, '--seed', `${SEED}`, '--json'];
  const { stdout, output, code } = await runScript(CLI, all);
  if (code !== 0) throw new Error(output.slice(-2000));
  return { from, walks, scores: (JSON.parse(stdout) as { readonly mutants: Seen['scores'] }).mutants };
}

const mutants: Line = {
  id: 'mutants',
  claim:
    'at least 90 % of the observable walks of mutants killed, near and with calls; the matrix of all vantages',
  async run() {
    const [calls, ...others] = await Promise.all(VIEWS.map(seenFrom));
    if (calls === undefined) throw new Error('unreachable: there are three views');
    const sum = (of: (s: Seen['scores'][number]) => number): number =>
      calls.scores.reduce((total, s) => total + of(s), 0);
    const observable = sum((s) => s.observable);
    const killed = sum((s) => s.killed);
    const allowed = sum((s) => s.allowed);
    const aside = allowed / (observable + allowed);
    return {
      figure:
        `${killed} of ${observable} observable walks killed (${((100 * killed) / observable).toFixed(1)} of 90 %) ` +
        `over ${calls.scores.length} mutants; ${(100 * aside).toFixed(1)} of at most 10 % put aside as allowed`,
      holds: killed >= LEAST * observable && observable > 0 && aside <= PUT_ASIDE,
      note: mutantMatrix([calls, ...others]),
    };
  },
};

export const mutantLines: readonly Line[] = [mutants];
