import { Random } from '../../checker/random-boxes.ts';
import { compare } from './compare.ts';
import { randomTape } from './random-tape.ts';
import { Bench } from './tape.ts';

const [, , from = '1', n = '20'] = process.argv;
const bench = new Bench();
const counts: Record<string, number> = {};
const t0 = process.cpuUsage();
for (let seed = +from; seed < +from + +n; seed++) {
  const t = randomTape(new Random(seed), seed);
  const c = compare(bench, t);
  counts[c.verdict] = (counts[c.verdict] ?? 0) + 1;
  if (c.verdict === 'looser' || c.verdict === 'false alarm')
    console.log(
      c.verdict,
      t.name,
      'lag',
      t.lag.in,
      t.beginning.callsLogged,
      'at',
      c.at,
      c.checker,
      '|',
      c.reference,
      c.cause ? `${c.cause.kind}: ${c.cause.slots.join(', ')}` : 'NO CAUSE',
    );
}
const { user, system } = process.cpuUsage(t0);
console.log(JSON.stringify(counts), ((user + system) / 1e6).toFixed(1));
