/** Whole recordings through compiled and interpreted cells; what runs where source may not be compiled. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test, vi } from 'vitest';
import { BIT, E } from '../spec/event.ts';
import { ALL_EVIDENCE } from '../spec/evidence.ts';
import { currentPractice, linux } from '../spec/profile.ts';
import { SPEC } from '../spec/rules/index.ts';
import { readText } from '../trace/text/read.ts';
import type { Trace } from '../trace/trace.ts';
import { Cells } from './cells.ts';
import { mayCompile } from './compile.ts';
import { connectionsOf } from './connections.ts';
import { runConnection } from './run.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

const root = join(fileURLToPath(import.meta.url), '../../../traces');
const files = ['accept', 'reject']
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true }).map((file) => join(root, folder, String(file))),
  )
  .filter((file) => file.endsWith('.trace'));
const traces: readonly Trace[] = files.flatMap((file) => readText(readFileSync(file, 'utf8'), file).traces);

/** What is left of a run: all records of the pool, the coverage, the findings. */
function left(trace: Trace, cells: Cells): readonly unknown[] {
  return connectionsOf(trace, trace.header.lag).map((connection) => {
    const { endpoint } = runConnection(connection, trace, cells);
    const raw = endpoint.raw.map((r) => (r.kind === 'sent' ? [r.kind, r.bits] : [r.kind, r.settled.rule.id]));
    return [endpoint.pool, endpoint.coverage, raw];
  });
}

test.each([
  ['all evidence', 0, 0],
  ['all evidence, the recorder up to 5 ms late', 0, 5e6],
  ['no evidence', ALL_EVIDENCE, 0],
])('the hand-made traces leave the same belief, coverage and findings: %s', (_, lacks, lag) => {
  expect(traces.length).toBeGreaterThan(20);
  const fast = new Cells(SPEC, linux, lacks);
  const slow = new Cells(SPEC, linux, lacks, true);
  let findings = 0;
  for (const made of traces) {
    const header = lag === 0 ? made.header : { ...made.header, lag: { in: lag, out: lag, error: 0 } };
    const trace = { ...made, header };
    const ran = left(trace, fast);
    expect(ran).toEqual(left(trace, slow));
    findings += ran.flatMap((c) => (c as [unknown, unknown, unknown[]])[2]).length;
  }
  if (lacks === 0) expect(findings).toBeGreaterThan(10);
});

test('cells are made once a pattern of bits, and bits that no rule asks about make none', () => {
  const cells = new Cells(SPEC, currentPractice, 0);
  const event = (flags: number): Float64Array => {
    const e = new Float64Array(E.SIZE);
    e[E.FLAGS] = flags;
    return e;
  };
  const ack = cells.input('segment arrives', event(BIT.ACK));
  expect(cells.input('segment arrives', event(BIT.ACK | BIT.PSH))).toBe(ack);
  expect(cells.input('segment arrives', event(BIT.ACK | BIT.FIN))).not.toBe(ack);
  expect(cells.sent(event(BIT.ACK))).toBe(cells.sent(event(BIT.ACK | BIT.PSH)));
  expect(cells.input('time passes', event(0))).not.toBe(cells.input('return', event(0)));
});

test('where source may not be compiled the interpreter runs', () => {
  const [trace] = traces;
  if (!trace) throw new Error('there is no trace');
  const compiled = left(trace, new Cells(SPEC, linux, 0));
  expect(mayCompile()).toBe(true);
  vi.stubGlobal('Function', () => {
    throw new EvalError('refused by policy');
  });
  expect(mayCompile()).toBe(false);
  expect(left(trace, new Cells(SPEC, linux, 0))).toEqual(compiled);
});
