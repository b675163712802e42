import { Random } from '../../checker/random-boxes.ts';
import { Reference } from '../../checker/reference/search.ts';
import { asPoint, split } from '../../checker/split.ts';
import { E } from '../../spec/event.ts';
import { currentPractice, rfc793Era } from '../../spec/profile.ts';
import { SPEC } from '../../spec/rules/index.ts';
import { CLOSED, LISTEN } from '../../spec/state.ts';
import { allSlots, STATE } from '../../spec/tcb.ts';
import type { Unseen } from '../actor.ts';
import { computedsOf } from '../contain.ts';
import { themeOf } from '../theme.ts';
import { walk } from '../walk.ts';
import { Bench } from './tape.ts';

const [, , from = '1', n = '20'] = process.argv;
const bench = new Bench();
const computeds = computedsOf(SPEC);
const PLAIN = allSlots().filter((s) => s.kind !== 'block');
let events = 0,
  breaches = 0,
  gave = 0,
  checked = 0;
class Enough extends Error {}
const bad = (box: Float64Array, point: Float64Array): string[] => {
  const out: string[] = [];
  for (const s of PLAIN) {
    const v = point[s.lo] ?? 0;
    if (s.kind === 'mask') {
      if (((box[s.lo] ?? 0) & v) === 0) out.push(`${s.name} ${v} not ${box[s.lo]}`);
    } else if (v < (box[s.lo] ?? 0) || v > (box[s.hi] ?? 0))
      out.push(`${s.name} ${v} not ${box[s.lo]}..${box[s.hi]}`);
  }
  for (const c of computeds) if (!c.contains(box, 0, point, 0)) out.push(c.id);
  return out;
};
for (let seed = +from; seed < +from + +n; seed++) {
  const lag = [0, 1e6, 5e6][seed % 3] ?? 0;
  const profile = themeOf(new Random(seed)).era ? rfc793Era : currentPractice;
  try {
    let total = 0;
    walk(SPEC, bench.plans, bench.cellsOf(profile), {
      seed,
      lag,
      closure: true,
      begun: (actors) => {
        for (const [who, actor] of actors.entries()) {
          const ref = new Reference(
            SPEC,
            profile,
            { in: lag, out: lag },
            { states: actor.wish.logged ? CLOSED : CLOSED | LISTEN, callsLogged: actor.wish.logged },
            300,
          );
          let last: Unseen | undefined;
          actor.unseen.shift = function (this: Unseen[]) {
            last = Array.prototype.shift.call(this);
            return last;
          };
          let dead = false;
          let count = 0;
          const see = (outcome: string, what: string, point: Float64Array, ev: Float64Array) => {
            if (++total > 200) throw new Enough();
            if (dead) return;
            if (outcome === 'gave up' || ++count > 60) {
              dead = true;
              gave += count <= 60 ? 1 : 0;
              return;
            }
            events++;
            if (outcome !== 'goes on') {
              dead = true;
              breaches++;
              console.log('REJECT', seed, who, lag, what, outcome);
              return;
            }
            const anywhere = (ref as any).steps.passes(
              (ref as any).closure(ref.paths, 99, 99, true) ?? [],
              ev,
            );
            if (anywhere.length === 0) return;
            checked++;
            const all = anywhere
              .map((p: any) => bad(p.box, point))
              .sort((a: any, b: any) => a.length - b.length);
            if (all[0].length > 0) {
              breaches++;
              dead = true;
              console.log('BREACH', seed, who, lag, what, all[0].join('; '));
            }
          };
          const j = actor.judge;
          const { arrives, returned, sent, end } = j;
          j.arrives = (on, e, c) => {
            const x = ref.arrives(on, e, c);
            see(x, on, actor.recorded, e);
            arrives.call(j, on, e, c);
          };
          j.returned = (e, c) => {
            see(ref.returned(e, c), 'return', actor.recorded, e);
            returned.call(j, e, c);
          };
          j.sent = (e) => {
            const x = e.slice();
            const s = e.slice();
            split(s, ref.sndMax, undefined);
            for (const at of [E.OLD_SEQ, E.NEW_SEQ, E.OLD_LEN, E.NEW_LEN])
              if (s[at] !== e[at] && !dead)
                console.log('split', seed, at, s[at], e[at], ref.sndMax, e[E.SEQ], e[E.LEN], e[E.FLAGS]);
            asPoint(x);
            see(ref.sent(x), 'sent', last?.after ?? actor.recorded, e);
            sent.call(j, e);
          };
          j.end = (e) => {
            see(ref.end(e), 'end', actor.recorded, e);
            end.call(j, e);
          };
        }
      },
    });
  } catch (e) {
    if (!(e instanceof Enough)) throw e;
  }
}
console.log({ events, checked, breaches, gave });
