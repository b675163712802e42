import { Random } from '../../checker/random-boxes.ts';
import { compare } from './compare.ts';
import { edited } from './edit.ts';
import { Bench, tapesOfWalk } from './tape.ts';

const [, , from = '1', n = '20', edits = '4'] = process.argv;
const bench = new Bench();
const counts: Record<string, number> = {};
const t0 = process.cpuUsage();
let tw = 0,
  tc = 0;
let done = 0;
for (let seed = +from; seed < +from + +n; seed++) {
  const lag = [0, 1e6, 5e6][seed % 3] ?? 0;
  const a = performance.now();
  const tapes = tapesOfWalk(bench, seed, lag);
  tw += performance.now() - a;
  const random = new Random(seed);
  for (const tape of tapes) {
    for (let k = 0; k <= +edits; k++) {
      const t = k === 0 ? tape : edited(tape, random);
      const b = performance.now();
      const c = compare(bench, t);
      const ms = performance.now() - b;
      tc += ms;
      done++;
      if (ms > 300) console.log('slow', ms | 0, t.name, c.verdict, 'lag', lag);

      counts[c.verdict] = (counts[c.verdict] ?? 0) + 1;
      if (c.verdict === 'looser' || c.verdict === 'false alarm')
        console.log(
          c.verdict,
          t.name,
          'lag',
          lag,
          'at',
          c.at,
          c.checker,
          '|',
          c.reference,
          c.cause ? `${c.cause.kind}: ${c.cause.slots.join(', ')}` : 'NO CAUSE',
        );
    }
  }
}
const { user, system } = process.cpuUsage(t0);
console.log(
  JSON.stringify(counts),
  done,
  'tapes',
  ((user + system) / 1e6).toFixed(1),
  's cpu; walk',
  tw | 0,
  'compare',
  tc | 0,
);
