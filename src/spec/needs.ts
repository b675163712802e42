/**
 * What evidence a rule needs: the union over the bounds that its failing corner reads (core-semantics.md §6).
 */

import { E } from './event.ts';
import {
  API_LOG,
  type Evidence,
  LAG_BOUND,
  LOSSLESS_IN,
  LOSSLESS_OUT,
  NEAR_IN,
  NEAR_OUT,
  ORDER_OUT,
  PAYLOAD,
  WIRE_SIZE,
} from './evidence.ts';
import { otherSide } from './read.ts';
import type { Rule } from './rule.ts';
import { CALLS_LOGGED, slotOf } from './tcb.ts';
import { isWill, type Node, type Side, type Test } from './term.ts';

/** What is new and what is old is told by everything sent before, in its order. */
const PIECE = LOSSLESS_OUT | ORDER_OUT;
/** Fields that a recorder may not show as the stack sent them. */
const FIELD_NEEDS: ReadonlyMap<number, Evidence> = new Map([
  [E.TEXT, WIRE_SIZE],
  [E.NEW_SEQ, PIECE],
  [E.NEW_LEN, PIECE],
  [E.OLD_SEQ, PIECE],
  [E.OLD_LEN, PIECE],
  [E.OLD_DIGEST, PIECE | PAYLOAD],
  [E.NEW_DIGEST, PIECE | PAYLOAD],
]);

/**
 * What a query itself rests on: one of outputs, which says nothing, on having seen them all; others read as
 * ±∞ without it.
 */
function ofQuery(node: Extract<Node, { op: 'query' }>, side: Side, hard: boolean): Evidence {
  const query = node.of.queries[node.name];
  if (!query?.restsOn) return LOSSLESS_OUT;
  return hard ? 0 : (query.restsOn[side] ?? 0);
}

/** Evidence behind one end of a term. `hard`: only what no bound of a slot makes up for by reading as ±∞. */
function behind(node: Node, side: Side, hard: boolean): Evidence {
  switch (node.op) {
    case 'slot':
      if (hard) return 0;
      return (node.slot.restsOn[side] ?? 0) | (node.slot === slotOf(CALLS_LOGGED) ? API_LOG : 0);
    case 'event':
      return FIELD_NEEDS.get(node.at) ?? 0;
    case 'constant':
      return 0;
    case '*':
      return behind(node.a, side, hard);
    case '-':
      return behind(node.a, side, hard) | behind(node.b, otherSide(side), hard);
    case 'between':
      return behind(side === 'lo' ? node.a : node.b, side, hard);
    case 'query':
      return node.args.reduce(
        (mask, arg) => mask | behind(arg, 'lo', hard) | behind(arg, 'hi', hard),
        ofQuery(node, side, hard),
      );
    default:
      return behind(node.a, side, hard) | behind(node.b, side, hard);
  }
}

/** The ends that decide a test: `may` fails on the lenient corner, `must` holds on the strict one. */
function ofTest(test: Test, mode: 'may' | 'must', hard: boolean): Evidence {
  if (test.op === 'in') return hard ? 0 : (test.slot.restsOn.lo ?? 0) | (test.slot.restsOn.hi ?? 0);
  if (test.op === 'flags') return 0;
  const [a, b]: readonly [Side, Side] = mode === 'may' ? ['lo', 'hi'] : ['hi', 'lo'];
  const one = behind(test.a, a, hard) | behind(test.b, b, hard);
  return test.op === '<=' ? one : one | behind(test.a, b, hard) | behind(test.b, a, hard);
}

const all = (tests: readonly Test[], mode: 'may' | 'must', hard: boolean): Evidence =>
  tests.reduce((mask, test) => mask | ofTest(test, mode, hard), 0);

function needs(rule: Rule, hard: boolean): Evidence {
  const own = rule.needs ?? 0;
  switch (rule.verb) {
    case 'permit':
      return own | all(rule.of.applies, 'must', hard) | all(rule.when, 'may', hard);
    case 'forbid':
      return own | all(rule.when, 'must', hard) | ofTest(rule.allow, 'may', hard);
    case 'oblige': {
      const said = own | all(rule.when, 'must', hard) | all(rule.owes.paidBy, 'may', hard);
      return said | LOSSLESS_OUT | LAG_BOUND | (hard ? LOSSLESS_IN | NEAR_IN | NEAR_OUT : 0);
    }
    default:
      return own;
  }
}

/**
 * A rule may add needs of its own, never drop any of these. A track or an exemption accuses nobody and needs
 * nothing.
 */
export const needsOf = (rule: Rule): Evidence => needs(rule, false);

/**
 * The part of a rule's needs without which it cannot be read at all: fields of the segment, what computeds
 * say, deadlines, what the rule asks for itself. A bound of a slot without its evidence reads as ±∞ instead,
 * and leaves the rule open by its numbers.
 */
export const hardNeedsOf = (rule: Rule): Evidence => needs(rule, true);

/**
 * Whether no values can make the test fail where this evidence is lacking: a bound that it would need reads
 * as ±∞. Never said of control bits.
 */
export function cannotFail(test: Test, lacks: Evidence): boolean {
  if (test.op === 'flags') return false;
  return isWill(test) || (ofTest(test, 'may', false) & lacks) !== 0;
}
