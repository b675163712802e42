/** Which sessions a run plays: every congestion control with every path, programs and ends taking turns. */
import { Random } from '../link/random.ts';
import { IMPAIRMENTS } from './impairments.ts';
import { PROGRAMS } from './programs.ts';
import type { SessionPlan } from './session.ts';

export interface Order {
  readonly seed: number;
  readonly congestionControls: readonly string[];
  /** Names of {@link IMPAIRMENTS}. */
  readonly impairments: readonly string[];
  /** About so many octets go over the path in one session. */
  readonly octets: { readonly least: number; readonly most: number };
}

/**
 * Session `number` of an order, the same every time. Throws a RangeError for an impairment that there is not.
 */
export function sessionPlan(order: Order, number: number): SessionPlan {
  const { congestionControls, impairments, octets, seed } = order;
  const random = new Random(seed * 65_537 + number);
  const place = number % impairments.length;
  const impairment = impairments[place] ?? '';
  const path = IMPAIRMENTS[impairment];
  if (path === undefined)
    throw new RangeError(
      `there is no impairment '${impairment}'; known are ${Object.keys(IMPAIRMENTS).join(', ')}`,
    );
  const pair = Math.floor(number / impairments.length);
  const control = pair % congestionControls.length;
  const congestionControl = congestionControls[control] ?? '';
  const turn = Math.floor(pair / congestionControls.length);
  // Side by side the programs differ; in the course of turns each path has them all.
  const program = PROGRAMS[(turn + 3 * control + place) % PROGRAMS.length];
  if (program === undefined) throw new Error('unreachable: a remainder is below the number of programs');
  return {
    program,
    family: random.chance(0.5) ? 'ipv6' : 'ipv4',
    server: random.chance(0.5) ? 1 : 0,
    octets: random.whole(octets.least, octets.most),
    congestionControl,
    impairment,
    paths: [path, path],
    seed: random.whole(0, 0x3fff_ffff),
  };
}
