import { Random } from '../../checker/random-boxes.ts';
import { E } from '../../spec/event.ts';
import { stateText } from '../../spec/state.ts';
import { allSlots } from '../../spec/tcb.ts';
import { feed, pairOf } from './compare.ts';
import { randomTape } from './random-tape.ts';
import { Bench } from './tape.ts';

const seed = +(process.argv[2] ?? 1);
const bench = new Bench();
const t = randomTape(new Random(seed), seed);
const pair = pairOf(bench, t);
console.log(t.name, t.lag, t.beginning);
const show = (box: Float64Array, all = false) =>
  allSlots()
    .filter((s) => s.kind !== 'block' && (all || /RCV|SND|STATE|DUP|PROV|ABORT|TS.REC|ADV/.test(s.name)))
    .map((s) => {
      const rel = (x: number) =>
        s.unit === 'own'
          ? x - 10000
          : s.unit === 'peer'
            ? x - 50000
            : s.unit === 'instant' || s.unit === 'span'
              ? x / 1e6
              : x;
      return s.kind === 'mask'
        ? `${s.name}=${stateText(box[s.lo] ?? 0)}`
        : box[s.lo] === box[s.hi]
          ? `${s.name}=${rel(box[s.lo] ?? 0)}`
          : `${s.name}=[${rel(box[s.lo] ?? 0)},${rel(box[s.hi] ?? 0)}]`;
    })
    .join(' ');
for (const [i, step] of t.steps.entries()) {
  const e = step.event;
  const f = e[E.FLAGS] ?? 0;
  const names =
    step.kind === 'sent' || step.kind === 'arrived'
      ? ['FIN', 'SYN', 'RST', 'PSH', 'ACK', 'URG'].filter((_, b) => f & (1 << b)).join('')
      : `call ${f} no ${step.call}`;
  const [sb, ab] = step.kind === 'sent' ? [10000, 50000] : [50000, 10000];
  const outcome = feed(pair, step);
  const ep = pair.endpoint as any;
  console.log(
    i,
    step.kind,
    ((e[E.STAMP] ?? 0) / 1e6).toFixed(3),
    names,
    'seq',
    (e[E.SEQ] ?? 0) - sb,
    'len',
    e[E.LEN],
    'ack',
    (e[E.ACK] ?? 0) - ab,
    'wnd',
    e[E.WND],
    f & 0x2000 ? `ts ${e[E.TSVAL]} ${e[E.TSECR]}` : '',
    '->',
    outcome,
    'paths',
    pair.reference.paths.length,
    'fast',
    pair.endpoint.raw.length,
    'waiting',
    ep.waiting.length,
    ep.blurred,
  );
  if (process.argv[3]) {
    console.log('     ANY', show(pair.endpoint.pool.subarray(0, 300)));
    console.log('    HEAD', show(pair.endpoint.pool.subarray(ep.head, ep.head + 300)));
    for (const p of pair.reference.paths.slice(0, 6))
      console.log('    path', p.segments, p.calls, show(p.box), p.owed.map((o) => o.rule.id).join());
  }
  if (outcome !== 'goes on' || pair.endpoint.raw.length) {
    console.log('FAST before', show(pair.shutter.any));
    for (const p of (outcome === 'goes on' ? pair.reference.paths : pair.reference.met).slice(0, 6))
      console.log('    path', p.segments, p.calls, show(p.box), p.owed.map((o) => o.rule.id).join());
    break;
  }
}
