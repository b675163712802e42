/** All requirements of the catalogue, the ids as a type, and the look-up. The only list of all RFC files. */
import type { Requirement } from '../requirement.ts';
import { RFC1122 } from './rfc1122.ts';
import { RFC1191 } from './rfc1191.ts';
import { RFC2018 } from './rfc2018.ts';
import { RFC2385 } from './rfc2385.ts';
import { RFC2883 } from './rfc2883.ts';
import { RFC3042 } from './rfc3042.ts';
import { RFC3168 } from './rfc3168.ts';
import { RFC3390 } from './rfc3390.ts';
import { RFC3465 } from './rfc3465.ts';
import { RFC4821 } from './rfc4821.ts';
import { RFC5482 } from './rfc5482.ts';
import { RFC5681 } from './rfc5681.ts';
import { RFC5682 } from './rfc5682.ts';
import { RFC5827 } from './rfc5827.ts';
import { RFC5925 } from './rfc5925.ts';
import { RFC5961 } from './rfc5961.ts';
import { RFC6056 } from './rfc6056.ts';
import { RFC6093 } from './rfc6093.ts';
import { RFC6191 } from './rfc6191.ts';
import { RFC6298 } from './rfc6298.ts';
import { RFC6429 } from './rfc6429.ts';
import { RFC6528 } from './rfc6528.ts';
import { RFC6582 } from './rfc6582.ts';
import { RFC6675 } from './rfc6675.ts';
import { RFC6691 } from './rfc6691.ts';
import { RFC6928 } from './rfc6928.ts';
import { RFC6937 } from './rfc6937.ts';
import { RFC7323 } from './rfc7323.ts';
import { RFC7413 } from './rfc7413.ts';
import { RFC7661 } from './rfc7661.ts';
import { RFC8201 } from './rfc8201.ts';
import { RFC8311 } from './rfc8311.ts';
import { RFC8961 } from './rfc8961.ts';
import { RFC8985 } from './rfc8985.ts';
import { RFC9293 } from './rfc9293.ts';
import { RFC9406 } from './rfc9406.ts';
import { RFC9438 } from './rfc9438.ts';
import { RFC9768 } from './rfc9768.ts';
import { RFC9937 } from './rfc9937.ts';

const ALL = [
  ...RFC1122,
  ...RFC1191,
  ...RFC2018,
  ...RFC2385,
  ...RFC2883,
  ...RFC3042,
  ...RFC3168,
  ...RFC3390,
  ...RFC3465,
  ...RFC4821,
  ...RFC5482,
  ...RFC5681,
  ...RFC5682,
  ...RFC5827,
  ...RFC5925,
  ...RFC5961,
  ...RFC6056,
  ...RFC6093,
  ...RFC6191,
  ...RFC6298,
  ...RFC6429,
  ...RFC6528,
  ...RFC6582,
  ...RFC6675,
  ...RFC6691,
  ...RFC6928,
  ...RFC6937,
  ...RFC7323,
  ...RFC7413,
  ...RFC7661,
  ...RFC8201,
  ...RFC8311,
  ...RFC8961,
  ...RFC8985,
  ...RFC9293,
  ...RFC9406,
  ...RFC9438,
  ...RFC9768,
  ...RFC9937,
] as const;
/** An id of the catalogue. A rule that cites another string does not compile. */
export type RequirementId = (typeof ALL)[number]['id'];

/** In the order of RFC numbers, and within an RFC in the order in which they were gathered. */
export const REQUIREMENTS: readonly Requirement[] = ALL;

const byId: ReadonlyMap<string, Requirement> = new Map(REQUIREMENTS.map((entry) => [entry.id, entry]));

/** The entry of that id; for any other string undefined. */
export function requirement(id: RequirementId): Requirement;
export function requirement(id: string): Requirement | undefined;
export function requirement(id: string): Requirement | undefined {
  return byId.get(id);
}
