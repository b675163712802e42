import { differential } from './differential.ts';

const [, , traces = '1000', seed = '1'] = process.argv;
const t0 = process.cpuUsage();
const d = differential({ traces: +traces, seed: +seed });
const { user, system } = process.cpuUsage(t0);
const looser = Object.values(d.looser).reduce((a, b) => a + b, 0);
console.log(
  JSON.stringify(d, null, 1),
  'looser',
  looser,
  ((100 * looser) / d.traces).toFixed(2),
  '%',
  ((user + system) / 1e6).toFixed(1),
  's',
);
