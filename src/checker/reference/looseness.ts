/**
 * Where the checker is known to let pass what the reference rejects: the price of one box for many states
 * (core-semantics.md §1, decision 5). What is not listed here is a fault of one of the two.
 */
import type { Cause, Kind } from './widening.ts';

export interface Looseness {
  readonly id: string;
  /** The slots whose hull admits the segment; empty where it is about answers that are owed. */
  readonly slots: readonly string[];
  readonly kinds: readonly Kind[];
  readonly why: string;
}

const WIDER: readonly Kind[] = ['hull', 'belief', 'apart'];
const slots = (id: string, names: readonly string[], why: string): Looseness => ({
  id,
  slots: names,
  kinds: WIDER,
  why,
});
const owed = (kind: Kind, id: string, why: string): Looseness => ({ id, slots: [], kinds: [kind], why });

export const LOOSENESSES: readonly Looseness[] = [
  slots(
    'ticks-between',
    ['TS.RECENT', 'TS.OFFERED'],
    'each segment may have moved TS.Recent or not; between two of those stamps lie ticks that nobody sent',
  ),
  slots(
    'positions-between',
    [
      'RCV.NXT',
      'RCV.BEFORE',
      'RCV.EARLY',
      'RCV.HELD',
      'RCV.FIN',
      'SND.UNA',
      'SND.EDGE',
      'SND.WND',
      'SND.WL1',
    ],
    'while inputs wait, or an ACK out of order may have been used: between two positions lie numbers that no prefix of the inputs leads to, and which of two slots has moved is forgotten',
  ),
  slots(
    'states-joined',
    ['STATE'],
    'a guard that asks for one state of a mask is in doubt for all of it, so a step that is certain in one state is only joined',
  ),
  slots(
    'provocations-joined',
    ['PROVOKED.COUNT', 'PROVOKED.SEQ', 'PROVOKED.ACK', 'SYN-ERRORS', 'ABORTED'],
    'what may be answered by an RST is counted where the stack may be gone; in which of its states, how often and at which number is forgotten',
  ),
  slots(
    'syns-joined',
    ['SYN-ASKED', 'ORIGIN', 'RCV.IRS'],
    'whether a SYN was read, and which one, is told apart from nothing else that it changed',
  ),
  slots(
    'duplicates-counted-apart',
    ['DUPACKS'],
    'a duplicate may count or not, and ACKs that wait may set the count back or not',
  ),
  slots(
    'timers-joined',
    ['RTO', 'RTT', 'FLIGHT.SINCE', 'FLIGHT.LONGEST', 'RESEND.NEXT', 'RESEND.END'],
    'whether an ACK gave a sample, and which permit explained a retransmission, is forgotten: its times are hulled',
  ),
  slots(
    'octets-again-joined',
    ['SACK.AGAIN.COUNT', 'SACK.AGAIN.LEFT', 'SACK.AGAIN.RIGHT'],
    'how many duplicates came, and where, is hulled apart from whether RCV.NXT had passed them',
  ),
  slots(
    'runs-joined',
    ['SACK.RUN.LEFT', 'SACK.RUN.RIGHT', 'SACK.LATEST', 'SACK.FRESH', 'SACK.HEARD', 'SACK.PERMITTED'],
    'which run the latest segment belongs to depends on what was read before it',
  ),
  slots(
    'last-times-joined',
    ['HEARD', 'CHALLENGED', 'PROBED', 'PROBED-AT'],
    'when the stack last heard something depends on what it has read; the earliest and the latest time stand together',
  ),
  slots(
    'ends-joined',
    ['TIME-WAIT.SINCE', 'RCV.SHUT', 'RCV.TAKEN'],
    'when the connection began to end is hulled apart from whether it has',
  ),
  owed(
    'not armed',
    'answers-in-doubt',
    'an answer is owed on each path for a reason of its own; the hull of all paths leaves every single reason in doubt',
  ),
  owed(
    'let off',
    'answers-let-off',
    'what some state pays or makes void is owed in no state any more; on a path it is owed until that path pays',
  ),
  owed(
    'behind a call',
    'behind-a-call',
    'inputs are settled in the order of the recorder: what came after a call that has not returned waits with it',
  ),
  owed('later', 'answers-given-time', 'the deadline is that of the slowest state in the hull'),
];

/** The entries that explain the cause, their ids joined; nothing where one of its slots has none. */
export function declared(cause: Cause | undefined): string | undefined {
  if (!cause) return undefined;
  const fits = (slot: string): Looseness | undefined =>
    LOOSENESSES.find((l) => l.kinds.includes(cause.kind) && (l.slots.length === 0 || l.slots.includes(slot)));
  const entries = cause.slots.map(fits);
  if (entries.length === 0 || entries.includes(undefined)) return undefined;
  return [...new Set(entries.map((l) => l?.id ?? ''))].toSorted((a, b) => (a < b ? -1 : 1)).join(' + ');
}
