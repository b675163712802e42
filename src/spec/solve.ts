/**
 * Solve: what a test says about one leaf (core-semantics.md §2). Written once, used three times: it narrows
 * the belief,
 * proposes the simulator's segments, and names the allowed alternatives of a finding.
 */
import { otherSide, read, type View } from './read.ts';
import { leaves, type Node, type Side, sameLeaf, type Test } from './term.ts';

/** A corner expression: which end of which term. Compiled to source or evaluated. */
export type Corner =
  | { readonly end: Side; readonly of: Node }
  | { readonly op: '+' | '-'; readonly x: Corner; readonly y: Corner }
  | { readonly op: '/'; readonly x: Corner; readonly k: number };

/** `side: 'hi'` says leaf ≤ bound, `'lo'` leaf ≥ bound. */
export interface Solved {
  readonly side: Side;
  readonly bound: Corner;
}

const has = (node: Node, leaf: Node): boolean => leaves(node).some((l) => sameLeaf(l, leaf));

/** The value of `node` is bounded on `side` by `x`: what follows for `leaf` inside it. */
function down(node: Node, leaf: Node, side: Side, x: Corner, out: Solved[]): void {
  if (sameLeaf(node, leaf)) {
    out.push({ side, bound: x });
    return;
  }
  const other = otherSide(side);
  switch (node.op) {
    case '+':
      if (has(node.a, leaf)) down(node.a, leaf, side, { op: '-', x, y: { end: other, of: node.b } }, out);
      if (has(node.b, leaf)) down(node.b, leaf, side, { op: '-', x, y: { end: other, of: node.a } }, out);
      return;
    case '-':
      if (has(node.a, leaf)) down(node.a, leaf, side, { op: '+', x, y: { end: side, of: node.b } }, out);
      if (has(node.b, leaf)) down(node.b, leaf, other, { op: '-', x: { end: other, of: node.a }, y: x }, out);
      return;
    case '*':
      down(node.a, leaf, side, { op: '/', x, k: node.k }, out);
      return;
    case 'max':
      if (side === 'hi') both(node, leaf, side, x, out);
      return;
    case 'min':
      if (side === 'lo') both(node, leaf, side, x, out);
      return;
    case 'between':
      if (side === 'hi' && has(node.a, leaf)) down(node.a, leaf, side, x, out);
      if (side === 'lo' && has(node.b, leaf)) down(node.b, leaf, side, x, out);
      return;
    default:
  }
}

function both(
  node: Extract<Node, { op: 'min' | 'max' | '+' | '-' | 'between' }>,
  leaf: Node,
  side: Side,
  x: Corner,
  out: Solved[],
): void {
  if (has(node.a, leaf)) down(node.a, leaf, side, x, out);
  if (has(node.b, leaf)) down(node.b, leaf, side, x, out);
}

/** Bounds that `test` puts on `leaf`. A leaf that occurs twice is not solved: no narrowing is sound. */
export function solve(test: Test, leaf: Node): readonly Solved[] {
  if (test.op !== '<=' && test.op !== '=') return [];
  let byLeaf = known.get(test);
  if (!byLeaf) {
    byLeaf = new WeakMap();
    known.set(test, byLeaf);
  }
  let solved = byLeaf.get(leaf);
  if (!solved) {
    solved = solveOnce(test, leaf);
    byLeaf.set(leaf, solved);
  }
  return solved;
}
/** Tests and leaves are frozen values: each pair is solved once. */
const known = new WeakMap<Test, WeakMap<Node, readonly Solved[]>>();

function solveOnce(test: Extract<Test, { op: '<=' | '=' }>, leaf: Node): readonly Solved[] {
  const out: Solved[] = [];
  const inA = leaves(test.a).filter((l) => sameLeaf(l, leaf)).length;
  const inB = leaves(test.b).filter((l) => sameLeaf(l, leaf)).length;
  if (inA + inB !== 1) return out;
  if (inA === 1) down(test.a, leaf, 'hi', { end: 'hi', of: test.b }, out);
  else down(test.b, leaf, 'lo', { end: 'lo', of: test.a }, out);
  if (test.op === '=') {
    if (inA === 1) down(test.a, leaf, 'lo', { end: 'lo', of: test.b }, out);
    else down(test.b, leaf, 'hi', { end: 'hi', of: test.a }, out);
  }
  return out;
}

/** The number of a corner. NaN (∞ − ∞) means: no bound. */
export function corner(x: Corner, view: View): number {
  if ('end' in x) return read(x.of, x.end, view);
  if (x.op === '/') return corner(x.x, view) / x.k;
  const left = corner(x.x, view);
  const right = corner(x.y, view);
  return x.op === '+' ? left + right : left - right;
}
