/** Issue 02, the lines about captures that others made. Not run where there are none. */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { EndpointVerdict, Finding, TraceVerdict, Verdict } from '../../src/checker/verdict.ts';
import { readVerdict } from '../../src/report/schema.ts';
import { firstLayer } from '../../src/trace/capture/decode/links.ts';
import { readCapture } from '../../src/trace/fixtures/capture-files.ts';
import { type Fact, listsFrameOf, readFacts, speaksOf } from './ground-truth.ts';
import { CLI, type Ended, type Line, type Outcome, runScript, within } from './line.ts';
import { captureNames, NO_SHARED, sharedFolder } from './shared.ts';

const FILES = 273;
const SECONDS = 60;
/** When a check hangs, milliseconds. */
const HANGS = 600_000;

interface Checked {
  readonly folder: string;
  readonly names: readonly string[];
  readonly ended: Ended;
  /** Absent where what came out is no verdict. */
  readonly verdict?: Verdict;
  readonly problem?: string;
}

async function checkAll(shared: string): Promise<Checked> {
  const folder = join(shared, 'captures');
  const ended = await runScript(CLI, ['check', folder, '--json', '--no-config'], { timeout: HANGS });
  const base = { folder, names: captureNames(shared), ended };
  try {
    const read = readVerdict(JSON.parse(ended.stdout));
    return read.ok ? { ...base, verdict: read.verdict } : { ...base, problem: read.problems.join('\n') };
  } catch (error) {
    return { ...base, problem: `${String(error)}\n${ended.output.slice(-1000)}` };
  }
}

/** One check for all lines. */
let checked: Promise<Checked> | undefined;

/** Runs a line on the verdict of all captures. */
async function onVerdict(look: (verdict: Verdict, checked: Checked) => Outcome): Promise<Outcome> {
  const shared = sharedFolder();
  if (shared === undefined) return { figure: 'no captures', holds: 'not run', note: NO_SHARED };
  checked ??= checkAll(shared);
  const all = await checked;
  if (all.verdict === undefined)
    return { figure: `no verdict, exit code ${all.ended.code}`, holds: false, note: all.problem ?? '' };
  return look(all.verdict, all);
}

const endpointsOf = (trace: TraceVerdict): readonly EndpointVerdict[] =>
  trace.connections.flatMap(({ endpoints }) => endpoints);
const findingsOf = (verdict: Verdict, file: string): readonly Finding[] =>
  verdict.traces
    .filter((trace) => basename(trace.file) === file)
    .flatMap((trace) => endpointsOf(trace).flatMap(({ findings }) => findings));

const entries = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .toSorted(([, a], [, b]) => b - a)
    .map(([name, n]) => `${n} ${name}`)
    .join(', ');
const counted = (names: readonly string[]): Readonly<Record<string, number>> =>
  names.reduce<Record<string, number>>((all, name) => ({ ...all, [name]: (all[name] ?? 0) + 1 }), {});

/** Rules that found something, each with its findings and files. */
function byRule(verdict: Verdict): readonly string[] {
  const rows = verdict.traces.flatMap((trace) =>
    endpointsOf(trace).flatMap((e) => e.findings.map(({ rule }) => ({ rule, file: basename(trace.file) }))),
  );
  return [...new Set(rows.map(({ rule }) => rule))].map((rule) => {
    const mine = rows.filter((row) => row.rule === rule);
    const files = [...new Set(mine.map(({ file }) => file))];
    return `${rule}: ${mine.length} findings in ${files.length} files (${files.join(', ')})`;
  });
}

const captures: Line = {
  id: 'captures',
  claim: `check --json on all ${FILES} captures: no crash, no hang, at most ${SECONDS} s`,
  run: () =>
    onVerdict((verdict, { names, ended }) => {
      const files = new Set(verdict.traces.map(({ file }) => basename(file)));
      const missing = names.filter((name) => !files.has(name));
      const { endpoints, findings } = verdict.totals;
      return {
        figure:
          `${names.length - missing.length} of ${names.length} files judged, ${within(ended.seconds, SECONDS)}, ` +
          `exit code ${ended.code}; endpoints: ${entries(endpoints)}; findings: ${entries(findings)}`,
        holds:
          missing.length === 0 &&
          names.length >= FILES &&
          ended.seconds <= SECONDS &&
          [0, 1, 3].includes(ended.code),
        note: [...missing.map((name) => `not judged: ${name}`), ...byRule(verdict)].join('\n'),
      };
    }),
};

const factsOf = (folder: string): readonly Fact[] =>
  readFacts(readFileSync(join(folder, 'GROUND-TRUTH.tsv'), 'utf8'));

/** A finding that keeps some of its frames only may be of others too. */
const curtailed =
  (file: string) =>
  ({ rule, frames, repeats }: Finding): readonly string[] =>
    frames.length < repeats ? [`${file}: ${rule} lists ${frames.length} of ${repeats} frames`] : [];

const groundTruth: Line = {
  id: 'ground-truth',
  claim: 'no finding on a conformant or artefact row of GROUND-TRUTH.tsv by an RFC of that row',
  run: () =>
    onVerdict((verdict, { folder, names }) => {
      const facts = factsOf(folder).filter(({ kind }) => kind === 'conformant' || kind === 'artefact');
      const absent = facts.filter(({ file }) => !names.includes(file));
      const bad = facts.flatMap((fact) =>
        findingsOf(verdict, fact.file).flatMap((finding) =>
          speaksOf(finding, fact) ? [{ fact, finding }] : [],
        ),
      );
      const hit = new Set(bad.map(({ fact }) => fact));
      const clean = (kind: string): string => {
        const mine = facts.filter((fact) => fact.kind === kind);
        return `${mine.filter((fact) => !hit.has(fact) && !absent.includes(fact)).length} of ${mine.length} ${kind}`;
      };
      return {
        figure: `${clean('conformant')} and ${clean('artefact')} rows without a finding`,
        holds: facts.length > 0 && bad.length === 0 && absent.length === 0,
        note: [
          ...absent.map(({ file }) => `not there: ${file}`),
          ...facts.flatMap(({ file }) => findingsOf(verdict, file).flatMap(curtailed(file))),
          ...bad.map(
            ({ fact, finding }) =>
              `${fact.file} frame ${finding.frames.join(', ')}: ${finding.rule} (${finding.requirements.join(', ')}), but ${fact.kind}: ${fact.what}`,
          ),
        ].join('\n'),
      };
    }),
};

const violationRows: Line = {
  id: 'violation-rows',
  claim: 'how many violation rows of GROUND-TRUTH.tsv are flagged (a figure without a mark)',
  run: () =>
    onVerdict((verdict, { folder }) => {
      const facts = factsOf(folder).filter(({ kind }) => kind === 'violation');
      const found = facts.map((fact) => findingsOf(verdict, fact.file));
      const by = (test: typeof speaksOf): number =>
        facts.filter((fact, i) => found[i]?.some((finding) => test(finding, fact))).length;
      const told = facts.map((fact, i) => {
        const rules = (found[i] ?? []).filter((f) => listsFrameOf(f, fact)).map(({ rule }) => rule);
        const { file, frames } = fact;
        const ranges = frames.map((r) => (r.first === r.last ? r.first : `${r.first}-${r.last}`)).join();
        return `${rules.length > 0 ? rules.join(', ') : 'not flagged'}: ${file} ${ranges}: ${fact.what}`;
      });
      return {
        figure: `${by(speaksOf)} of ${facts.length} violation rows flagged by an RFC of the row, ${by(listsFrameOf)} by any`,
        holds: facts.length > 0,
        note: told.join('\n'),
      };
    }),
};

/** Link types of a capture that are not read, each with its packets; read beside the checker's own way. */
function unreadLinks(file: string): ReadonlyMap<number, number> {
  const unread = new Map<number, number>();
  for (const { linkType } of readCapture(readFileSync(file)).rows)
    if (firstLayer(linkType) === 0) unread.set(linkType, (unread.get(linkType) ?? 0) + 1);
  return unread;
}

const linkTypes: Line = {
  id: 'link-types',
  claim: 'packets of link types that are not read are a named problem of their file',
  run: () =>
    onVerdict((verdict, { folder, names }) => {
      const due = names.flatMap((name) =>
        [...unreadLinks(join(folder, name))].map(([link, packets]) => ({ name, link, packets })),
      );
      const problemsOf = (name: string): readonly string[] =>
        verdict.traces.flatMap((t) => (basename(t.file) === name ? t.problems.map((p) => p.message) : []));
      const told = due.map(({ name, link, packets }) => ({
        text: `${name}: ${packets} packets of link type ${link}`,
        named: problemsOf(name).some(
          (text) =>
            text.includes('which is not read') && new RegExp(`^${packets} .*link type ${link}\\b`).test(text),
        ),
      }));
      const named = told.filter((one) => one.named);
      return {
        figure: `${named.length} of ${told.length} named, in ${new Set(due.map((d) => d.name)).size} of ${names.length} files`,
        holds: named.length === told.length && names.length > 0,
        note: told.map((one) => `${one.text}: ${one.named ? 'named' : 'NOT named'}`).join('\n'),
      };
    }),
};

const undecided: Line = {
  id: 'undecided',
  claim: 'every undecided endpoint has its reasons, and what would decide it',
  run: () =>
    onVerdict((verdict) => {
      const all = verdict.traces.flatMap(endpointsOf).filter((e) => e.verdict === 'undecided');
      const whole = all.filter(
        ({ reasons, wouldDecide }) =>
          reasons.length > 0 && Object.values(wouldDecide).some((text) => text.trim() !== ''),
      );
      const omitted = verdict.traces.reduce((sum, t) => sum + (t.omitted?.undecided ?? 0), 0);
      return {
        figure:
          `${whole.length} of ${all.length} undecided endpoints have reasons and what would decide them ` +
          `(${omitted} more are counted only); reasons: ${entries(counted(all.flatMap((e) => e.reasons)))}`,
        holds: whole.length === all.length && all.length + omitted === verdict.totals.endpoints.undecided,
      };
    }),
};

export const captureLines: readonly Line[] = [captures, groundTruth, violationRows, linkTypes, undecided];
