/**
 * What PAWS asks of an arriving segment (RFC 7323 §5.3), shared by all that decides whether it is acceptable.
 * Whether a stack has PAWS nobody can tell: what it refuses is possible, never certain.
 */
import { SEG } from '../event.ts';
import { TS } from '../tcb.ts';
import { min } from '../term.ts';

/** −∞ where timestamps are not in use. */
export const measure = min(TS.RECENT, TS.OFFERED);
/** Nothing speaks against the segment: its TSval is not old, or no timestamps were agreed on. */
export const stampFine = SEG.TS.ge(measure);
/** In use, and the TSval is old or absent. */
export const stampOld = [measure.ge(TS.FIRST), SEG.TS.lt(measure)] as const;
