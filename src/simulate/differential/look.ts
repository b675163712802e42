import { Random } from '../../checker/random-boxes.ts';
import { E } from '../../spec/event.ts';
import { stateText } from '../../spec/state.ts';
import { allSlots } from '../../spec/tcb.ts';
import { feed, pairOf } from './compare.ts';
import { edited } from './edit.ts';
import { Bench, tapesOfWalk } from './tape.ts';

const [, , seedText = '1', who = 'A', editText = '', lagText = ''] = process.argv;
const seed = +seedText;
const bench = new Bench();
const lag = lagText ? +lagText : ([0, 1e6, 5e6][seed % 3] ?? 0);
const tapes = tapesOfWalk(bench, seed, lag);
const random = new Random(seed);
for (const tape of tapes)
  for (let k = 0; k <= 20; k++) {
    const t = k === 0 ? tape : edited(tape, random);
    if (k > 9) continue;
    if (t.name !== `walk ${seed} ${who}${editText ? ', ' + editText : ''}`) continue;
    const pair = pairOf(bench, t);
    const base = t.steps.find((s) => s.kind === 'sent')?.event[E.SEQ] ?? 0;
    const pbase = t.steps.find((s) => s.kind === 'arrived')?.event[E.SEQ] ?? 0;
    console.log(t.name, t.beginning);
    for (const [i, step] of t.steps.entries()) {
      const e = step.event;
      const f = e[E.FLAGS] ?? 0;
      const names =
        step.kind === 'sent' || step.kind === 'arrived'
          ? ['FIN', 'SYN', 'RST', 'PSH', 'ACK', 'URG'].filter((_, b) => f & (1 << b)).join('')
          : `call ${f}`;
      const [sb, ab] = step.kind === 'sent' ? [base, pbase] : [pbase, base];
      const outcome = feed(pair, step);
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
        f & 0x4000 ? `sacks ${e[E.SACKS]} ${[0, 1, 2, 3].map((j) => (e[E.SACK + j] ?? 0) - ab)}` : '',
        '->',
        outcome,
        'paths',
        pair.reference.paths.length,
        'fast',
        pair.endpoint.raw.length,
      );
      if (outcome !== 'goes on' || pair.endpoint.raw.length) {
        const show = (box: Float64Array) =>
          allSlots()
            .filter((s) => s.kind !== 'block')
            .map((s) => {
              const rel = (x: number) =>
                s.unit === 'own'
                  ? x - base
                  : s.unit === 'peer'
                    ? x - pbase
                    : s.unit === 'instant' || s.unit === 'span'
                      ? x / 1e6
                      : x;
              return s.kind === 'mask'
                ? `${s.name}=${stateText(box[s.lo] ?? 0)}`
                : box[s.lo] === box[s.hi]
                  ? `${s.name}=${rel(box[s.lo] ?? 0)}`
                  : `${s.name}=[${rel(box[s.lo] ?? 0)},${rel(box[s.hi] ?? 0)}]`;
            });
        console.log('FAST after', show(pair.endpoint.pool.subarray(0, 300)).join(' '));
        const ms = outcome === 'late' ? pair.reference.paths : pair.reference.met;
        console.log('met', ms.length, pair.reference.late?.rule.id);
        for (const m of ms.slice(0, 4))
          console.log(
            '  MET',
            m.segments,
            m.calls,
            show(m.box).join(' '),
            m.owed.map((o) => o.rule.id),
          );
        break;
      }
    }
  }
