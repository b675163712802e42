/**
 * What evidence a rule needs: the union over the bounds that its failing corner reads (core-semantics.md §6).
 */

import { E } from './event.ts';
import { API_LOG, type Evidence, LAG_BOUND, LOSSLESS_OUT, PAYLOAD, WIRE_SIZE } from './evidence.ts';
import { otherSide } from './read.ts';
import type { Rule } from './rule.ts';
import { CALLS_LOGGED, slotOf } from './tcb.ts';
import type { Node, Side, Test } from './term.ts';

/** Fields that a recorder may not show as the stack sent them. */
const FIELD_NEEDS: ReadonlyMap<number, Evidence> = new Map([
  [E.TEXT, WIRE_SIZE],
  [E.NEW_LEN, WIRE_SIZE],
  [E.OLD_DIGEST, PAYLOAD],
  [E.NEW_DIGEST, PAYLOAD],
]);

/** What a query itself rests on: one of outputs, which says nothing, on having seen them all. */
function ofQuery(node: Extract<Node, { op: 'query' }>, side: Side): Evidence {
  const query = node.of.queries[node.name];
  return query?.restsOn ? (query.restsOn[side] ?? 0) : LOSSLESS_OUT;
}

/** Evidence behind one end of a term. */
function behind(node: Node, side: Side): Evidence {
  switch (node.op) {
    case 'slot':
      return (node.slot.restsOn[side] ?? 0) | (node.slot === slotOf(CALLS_LOGGED) ? API_LOG : 0);
    case 'event':
      return FIELD_NEEDS.get(node.at) ?? 0;
    case 'constant':
      return 0;
    case '*':
      return behind(node.a, side);
    case '-':
      return behind(node.a, side) | behind(node.b, otherSide(side));
    case 'between':
      return behind(side === 'lo' ? node.a : node.b, side);
    case 'query':
      return node.args.reduce(
        (mask, arg) => mask | behind(arg, 'lo') | behind(arg, 'hi'),
        ofQuery(node, side),
      );
    default:
      return behind(node.a, side) | behind(node.b, side);
  }
}

/** The ends that decide a test: `may` fails on the lenient corner, `must` holds on the strict one. */
function ofTest(test: Test, mode: 'may' | 'must'): Evidence {
  if (test.op !== '<=' && test.op !== '=') return 0;
  const [a, b]: readonly [Side, Side] = mode === 'may' ? ['lo', 'hi'] : ['hi', 'lo'];
  const one = behind(test.a, a) | behind(test.b, b);
  return test.op === '<=' ? one : one | behind(test.a, b) | behind(test.b, a);
}

const all = (tests: readonly Test[], mode: 'may' | 'must'): Evidence =>
  tests.reduce((mask, test) => mask | ofTest(test, mode), 0);

/**
 * A rule may add needs of its own, never drop any of these. A track or an exemption accuses nobody and needs
 * nothing.
 */
export function needsOf(rule: Rule): Evidence {
  const own = rule.needs ?? 0;
  switch (rule.verb) {
    case 'permit':
      return own | all(rule.of.applies, 'must') | all(rule.when, 'may');
    case 'forbid':
      return own | all(rule.when, 'must') | ofTest(rule.allow, 'may');
    case 'oblige':
      return own | all(rule.when, 'must') | all(rule.owes.paidBy, 'may') | LOSSLESS_OUT | LAG_BOUND;
    default:
      return own;
  }
}
