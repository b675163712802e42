/**
 * Issue 01, the lines about the spec and its readings: equality, walks, cells, live sensitivity,
 * explanations.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ENOUGH, provesEquality, rare } from '../../src/checker/equality.ts';
import { linuxAvailability } from '../../src/harness/stacks/linux/availability.ts';
import { simulate } from '../../src/simulate/simulate.ts';
import type { Simulation } from '../../src/simulate/tally.ts';
import { SPEC } from '../../src/spec/rules/index.ts';
import { measureCells } from '../bench/cells.ts';
import { measureDecode } from '../bench/decode.ts';
import { type Line, ROOT } from './line.ts';
import { sensitivity } from './sensitivity.ts';

const PAIRS = 1_000_000;
const WALKS = 8000;
const FIRINGS = 500;
const DECIDED = 100;
const NANOSECONDS = 10;

const rules: Line = {
  id: 'rules',
  claim: 'at least 15 rules, one or more of every verb',
  run() {
    const count = (verb: string): number => SPEC.rules.filter((r) => r.verb === verb).length;
    const verbs = ['permit', 'forbid', 'exempt', 'oblige', 'track'];
    const computeds = new Set(SPEC.rules.flatMap((r) => (r.verb === 'track' && r.runs ? [r.runs.id] : [])));
    const silent = SPEC.rules.filter((r) => r.on === 'time passes').length;
    const each = verbs.map((verb) => `${count(verb)} ${verb}`).join(', ');
    return Promise.resolve({
      figure: `${SPEC.rules.length} of at least 15 rules: ${each}; ${computeds.size} computed, ${silent} silent steps`,
      holds: SPEC.rules.length >= 15 && verbs.every((verb) => count(verb) > 0) && computeds.size > 0,
    });
  },
};

const equality: Line = {
  id: 'equality',
  claim:
    'compiled = interpreted on 10^6 (box, event) pairs; every clause answered yes, no and open 1,000 times',
  run() {
    const run = provesEquality(PAIRS, 1);
    const scarce = rare(run.tests);
    const answers = run.tests.flatMap(({ yes, no, open, can }) => [
      ...(can.yes ? [yes] : []),
      ...(can.no ? [no] : []),
      ...(can.open ? [open] : []),
    ]);
    const never = run.extremes.filter(({ count }) => count === 0).map(({ slot, what }) => `${slot} ${what}`);
    const differs = run.difference === undefined ? 0 : 1;
    return Promise.resolve({
      figure:
        `${differs} differences in ${run.pairs} of ${PAIRS} pairs over ${run.cells} cells; ` +
        `rarest of ${answers.length} answers that ${run.tests.length} clauses can have: ${Math.min(...answers)} of ${ENOUGH} times; ` +
        `${run.extremes.length - never.length} of ${run.extremes.length} extremes tried`,
      holds: run.difference === undefined && run.pairs >= PAIRS && scarce.length === 0 && never.length === 0,
      ...(scarce.length + never.length > 0 && { note: [...scarce, ...never].join('\n') }),
      ...(run.difference !== undefined && { note: run.difference }),
    });
  },
};

/** Entries below the mark, as `name count`. */
const below = (counts: Readonly<Record<string, number>>, least: number): readonly string[] =>
  Object.entries(counts).flatMap(([name, n]) => (n < least ? [`${name} ${n}`] : []));
const least = (counts: Readonly<Record<string, number>>): number => Math.min(...Object.values(counts));

const walks: Line = {
  id: 'walks',
  claim:
    'at least 2,000 walks from CLOSED, LISTEN and SYN-SENT, 300,000 segments, loss, reordering, lag to 5 ms: 0 alarms, 0 breaches; every permit fired 500 times, every state reached, every rule decided in 100 walks',
  run() {
    const before = process.cpuUsage();
    const run: Simulation = simulate({ walks: WALKS, seed: 1 });
    const { user, system } = process.cpuUsage(before);
    const rate = Math.round(run.segments / ((user + system) / 1e6));
    const scarce = [...below(run.fired, FIRINGS), ...below(run.states, 1), ...below(run.decided, DECIDED)];
    const enough = run.walks >= 2000 && run.segments >= 300_000;
    return Promise.resolve({
      figure:
        `${run.alarms} alarms, ${run.breaches} breaches in ${run.walks} walks, ${run.segments} segments ` +
        `(${run.lossy} walks with loss, ${run.lagging} with lag ≥ 1 ms); rarest permit fired ${least(run.fired)} of ${FIRINGS} times, ` +
        `${Object.values(run.states).filter((n) => n > 0).length} of 11 states, rarest rule decided in ${least(run.decided)} of ${DECIDED} walks; ` +
        `${rate} segments per CPU-second`,
      holds:
        run.failures.length === 0 && run.alarms === 0 && run.breaches === 0 && enough && scarce.length === 0,
      ...(run.failures.length + scarce.length > 0 && { note: [...run.failures, ...scarce].join('\n') }),
    });
  },
};

const closure: Line = {
  id: 'closure-off',
  claim: 'with the closure over waiting inputs switched off breaches appear',
  run() {
    const run = simulate({ walks: 200, seed: 1, lag: 5e6, closure: false });
    return Promise.resolve({
      figure: `${run.breaches} of ${run.walks} walks breach, ${run.alarms} raise an alarm`,
      holds: run.breaches > 0,
    });
  },
};

const live: Line = {
  id: 'sensitivity',
  claim: 'one thing edited in the kernel’s output: the expected finding in 8 of 8, none without the edit',
  async run() {
    const { available, reason } = linuxAvailability();
    if (!available) return { figure: '0 of 8 edits', holds: 'not run', note: reason };
    const all = await sensitivity();
    const of = (family: string): string => {
      const mine = all.filter((s) => s.family === family);
      return `${mine.filter((s) => s.hit).length} of ${mine.length} found and ${mine.filter((s) => s.clean).length} of ${mine.length} clean without (${family})`;
    };
    return {
      figure: `${of('ipv4')}; ${of('ipv6')}`,
      holds: all.length === 16 && all.every((s) => s.hit && s.clean),
      note: all.map((s) => `${s.edit} ${s.family}: ${s.found.join(', ') || 'nothing'}`).join('\n'),
    };
  },
};

const cells: Line = {
  id: 'cells',
  claim: 'cells alone: at most 10 ns per rule of the cell and box, beside decoding alone',
  run() {
    const figures = measureCells();
    const decode = measureDecode();
    const each = figures.map(
      (f) =>
        `${f.what}: ${f.perRuleAndBox.toFixed(1)} of ${NANOSECONDS} ns (${f.rules} rules, ${f.boxes} boxes)`,
    );
    const beside = decode.map((d) => `${d.what} ${d.perSegment.median.toFixed(0)} ns`);
    return Promise.resolve({
      figure: `${each.join('; ')}; beside: ${beside.join('; ')}`,
      holds: figures.every((f) => f.perRuleAndBox <= NANOSECONDS),
    });
  },
};

const explanations: Line = {
  id: 'explanations',
  claim: 'explanations of at least 10 findings as golden files, compared by a test',
  run() {
    const golden = readdirSync(join(ROOT, 'src/checker/golden')).filter((f) => f.endsWith('.txt'));
    return Promise.resolve({
      figure: `${golden.length} of at least 10 golden files`,
      holds: golden.length >= 10,
    });
  },
};

export const specLines: readonly Line[] = [rules, equality, walks, closure, live, cells, explanations];
