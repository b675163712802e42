/** Which rules an event of this class and these control bits leaves standing, found from the rules alone. */
import { E } from '../../spec/event.ts';
import type { Exempt, Family, Forbid, Oblige, On, Permit, Spec, Track } from '../../spec/rule.ts';
import type { Test } from '../../spec/term.ts';

export interface Standing<R> {
  readonly rule: R;
  /** Its guard without tests of control bits, which hold. */
  readonly when: readonly Test[];
}
export interface StandingForbid extends Standing<Forbid> {
  readonly exempt: readonly Standing<Exempt>[];
}
export interface StandingFamily {
  readonly family: Family;
  readonly applies: readonly Test[];
  readonly permits: readonly Standing<Permit>[];
}
export interface Rules {
  readonly tracks: readonly Standing<Track>[];
  readonly obliges: readonly Standing<Oblige>[];
  readonly forbids: readonly StandingForbid[];
  readonly families: readonly StandingFamily[];
}

const KINDS: readonly On[] = ['segment arrives', 'segment sent', 'call', 'return', 'time passes'];

export class StandingRules {
  private readonly spec: Spec;
  private readonly known = new Map<number, Rules>();
  constructor(spec: Spec) {
    this.spec = spec;
  }

  of(on: On, event: Float64Array): Rules {
    const flags = on === 'time passes' ? 0 : (event[E.FLAGS] ?? 0);
    const key = flags * 8 + KINDS.indexOf(on);
    const before = this.known.get(key);
    if (before) return before;
    const made = this.find(on, flags);
    this.known.set(key, made);
    return made;
  }

  private find(on: On, flags: number): Rules {
    const left = (tests: readonly Test[]): readonly Test[] | undefined =>
      tests.every((t) => t.op !== 'flags' || (flags & t.mask) === t.want)
        ? tests.filter((t) => t.op !== 'flags')
        : undefined;
    const standing = <R extends { readonly when: readonly Test[] }>(rule: R): Standing<R>[] => {
      const when = left(rule.when);
      return when ? [{ rule, when }] : [];
    };
    const here = this.spec.rules.filter((r) => r.on === on);
    const permits = here.flatMap((r) => (r.verb === 'permit' ? standing(r) : []));
    return {
      tracks: here.flatMap((r) => (r.verb === 'track' ? standing(r) : [])),
      obliges: here.flatMap((r) => (r.verb === 'oblige' ? standing(r) : [])),
      forbids: here.flatMap((r) =>
        r.verb === 'forbid'
          ? standing(r).map((s) => ({ ...s, exempt: r.exempt.flatMap((x) => standing(x)) }))
          : [],
      ),
      families: (on === 'segment sent' ? this.spec.families : []).flatMap((family) => {
        const applies = left(family.applies);
        return applies ? [{ family, applies, permits: permits.filter((p) => p.rule.of === family) }] : [];
      }),
    };
  }
}
