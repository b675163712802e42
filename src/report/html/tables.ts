/**
 * Three tables over the whole run: findings by requirement, rules by how they were decided, requirements by
 * what became of them.
 */

import type { Coverage, Verdict } from '../../checker/verdict.ts';
import type { Book } from '../book.ts';
import { judges, sourceText } from '../book.ts';
import type { Content, Markup } from './html.ts';
import { html } from './html.ts';
import type { Case, Shown } from './model.ts';
import { requirementAnchor, ruleAnchor } from './model.ts';
import type { Kind } from './words.ts';
import { grouped, KINDS, kindChip, kindOf } from './words.ts';

const NOTHING: Coverage = { pass: 0, open: 0, fail: 0, na: 0 };

function plus(a: Coverage, b: Coverage): Coverage {
  return { pass: a.pass + b.pass, open: a.open + b.open, fail: a.fail + b.fail, na: a.na + b.na };
}

/** Instances by rule id, summed over all endpoints. */
export function coverageOf(verdict: Verdict): ReadonlyMap<string, Coverage> {
  const sum = new Map<string, Coverage>();
  for (const trace of verdict.traces) {
    for (const endpoint of trace.connections.flatMap((connection) => connection.endpoints)) {
      for (const [rule, counts] of Object.entries(endpoint.coverage)) {
        sum.set(rule, plus(sum.get(rule) ?? NOTHING, counts));
      }
    }
  }
  return sum;
}

/**
 * What was found, grouped by the first requirement of each finding and then by what happened, each known
 * trait for itself; worst first.
 */
export function drawFindings(all: readonly Case[], book: Book): Markup {
  const groups = new Map<string, { shown: Shown; each: Case }[]>();
  for (const each of all) {
    for (const shown of each.findings) {
      const key = JSON.stringify([
        shown.finding.requirements[0] ?? shown.finding.rule,
        kindOf(shown.finding),
        shown.finding.known?.trait,
      ]);
      groups.set(key, [...(groups.get(key) ?? []), { shown, each }]);
    }
  }
  const sorted = [...groups.values()].sort((a, b) => rank(a) - rank(b) || b.length - a.length);
  const rows = sorted.map((group) => findingsRow(group, book));
  return html`<section id="findings"><h2>Findings by requirement</h2>${
    rows.length === 0
      ? html`<p>None.</p>`
      : html`<div class="wide"><table class="by-requirement"><thead><tr><th>requirement</th><th>what was found</th><th>where</th></tr></thead>
<tbody>${rows}</tbody></table></div>`
  }</section>`;
}

type Group = readonly { readonly shown: Shown; readonly each: Case }[];

function rank(group: Group): number {
  const first = group[0];
  return first === undefined ? 0 : KINDS.indexOf(kindOf(first.shown.finding));
}

const WHERE = 10;

function findingsRow(group: Group, book: Book): Content {
  const first = group[0]?.shown.finding;
  if (first === undefined) return undefined;
  const id = first.requirements[0];
  const entry = id === undefined ? undefined : book.requirement(id);
  const kind: Kind = kindOf(first);
  const rules = [...new Set(group.map(({ shown }) => shown.finding.rule))];
  const where = group
    .slice(0, WHERE)
    .map(({ shown, each }, i) => [
      i === 0 ? '' : ', ',
      html`<a href="#${shown.anchor}">${each.title} ${each.ip}</a>`,
      shown.finding.repeats > 1 ? ` ×${shown.finding.repeats}` : '',
    ]);
  return html`<tr data-filter><td class="req">${
    id === undefined ? undefined : html`<a href="#${requirementAnchor(id)}"><code>${id}</code></a>`
  }${entry === undefined ? undefined : html`<small>${sourceText(entry)} · ${entry.level}</small>`}</td>
<td>${kindChip(kind, group.length)} <span class="example">${first.message}</span>
<small>rule ${rules.map((rule, i) => [i === 0 ? '' : ', ', html`<a href="#${ruleAnchor(rule)}"><code>${rule}</code></a>`]).flat()}${
    first.known === undefined ? undefined : html` · known: ${first.known.reason}`
  }</small></td>
<td>${where.flat()}${group.length > WHERE ? ` and ${group.length - WHERE} more` : undefined}</td></tr>`;
}

/** Every rule of the spec with its instances in this run; those never exercised say so. */
export function drawRules(verdict: Verdict, book: Book): Markup {
  const sum = coverageOf(verdict);
  const known = new Map(book.rules.map((rule) => [rule.id, rule]));
  const ids = [...new Set([...known.keys(), ...sum.keys()])].sort();
  const follows = (id: string): boolean => {
    const rule = known.get(id);
    return rule !== undefined && !judges(rule);
  };
  const judging = ids.filter((id) => !follows(id));
  const decided = judging.filter((id) => isDecided(sum.get(id) ?? NOTHING)).length;
  const rows = ids.map((id) => {
    const rule = known.get(id);
    const text =
      rule === undefined
        ? html`<code>${id}</code>`
        : html`<details class="rule"><summary><code>${id}</code></summary><pre>${rule.text}</pre></details>`;
    return html`<tr data-filter id="${ruleAnchor(id)}"><td>${text}</td><td>${rule?.verb ?? ''}</td><td>${rule?.on ?? ''}</td>${counts(sum.get(id) ?? NOTHING, follows(id))}</tr>`;
  });
  return html`<section id="rules"><h2>Rules</h2>
<p>${decided} of ${judging.length} rules that judge were decided at least once. Without this table “no violation” says nothing.
The other ${ids.length - judging.length} follow the connection or give slack; they judge nothing.</p>
<div class="wide"><table class="counts"><thead><tr><th>rule</th><th>verb</th><th>on</th>${COUNT_HEADS}</tr></thead><tbody>${rows}</tbody></table></div></section>`;
}

const COUNT_HEADS = html`<th>outcome</th><th class="n">pass</th><th class="n">fail</th><th class="n">open</th><th class="n">not applicable</th>`;

function isDecided(coverage: Coverage): boolean {
  return coverage.pass + coverage.fail > 0;
}

function counts(coverage: Coverage, follows: boolean): Content {
  const { pass, fail, open, na } = coverage;
  const word = follows ? followWord(coverage) : judgeWord(coverage);
  const number = (n: number, name: string): Markup =>
    html`<td class="n ${n === 0 ? 'zero' : name}">${grouped(n)}</td>`;
  return [
    html`<td class="outcome">${word}${follows ? undefined : bar(coverage)}</td>`,
    number(pass, 'pass'),
    number(fail, 'fail'),
    number(open, 'open'),
    number(na, 'na'),
  ];
}

function judgeWord({ pass, fail, open }: Coverage): string {
  return fail > 0 ? '✗ failed' : pass > 0 ? '✓ passed' : open > 0 ? '? open' : '– not exercised';
}

function followWord({ pass, fail, open }: Coverage): string {
  return pass + fail + open > 0 ? '· followed' : '– not exercised';
}

function bar({ pass, fail, open }: Coverage): Content {
  const all = pass + fail + open;
  if (all === 0) return undefined;
  const part = (n: number, name: string): Content =>
    n === 0 ? undefined : html`<i class="${name}" style="flex-grow:${n}"></i>`;
  return html`<span class="bar" aria-hidden="true">${part(pass, 'pass')}${part(open, 'open')}${part(fail, 'fail')}</span>`;
}

/**
 * Every requirement that a rule or a finding cites, with the sum over the rules that cite it and can fail.
 * What only other rules cite is followed, not judged.
 */
export function drawRequirements(verdict: Verdict, all: readonly Case[], book: Book): Markup {
  const { judged, followed } = byRequirement(verdict, all, book);
  const ids = [...judged.keys(), ...followed.keys()];
  ids.sort((a, b) => order(book, a) - order(book, b) || compare(a, b));
  const rows = ids.map((id) => {
    const entry = book.requirement(id);
    const own = judged.get(id);
    return html`<tr data-filter id="${requirementAnchor(id)}"><td><code>${id}</code>${entry === undefined ? undefined : html`<small>${sourceText(entry)}</small>`}</td>
<td class="level">${entry?.level ?? ''}</td><td class="prose">${entry?.summary ?? 'not in the catalogue'}</td>${counts(
      own ?? followed.get(id) ?? NOTHING,
      own === undefined,
    )}</tr>`;
  });
  const decided = [...judged.values()].filter(isDecided).length;
  return html`<section id="requirements"><h2>Requirements</h2>
<p>${decided} of ${judged.size} requirements that are judged were decided at least once, by one or more of the rules that cite them.
Another ${followed.size} are cited only by rules that follow the connection.</p>
<div class="wide"><table class="counts"><thead><tr><th>requirement</th><th>level</th><th>in our words</th>${COUNT_HEADS}</tr></thead><tbody>${rows}</tbody></table></div></section>`;
}

type ById = ReadonlyMap<string, Coverage>;

function byRequirement(
  verdict: Verdict,
  all: readonly Case[],
  book: Book,
): { readonly judged: ById; readonly followed: ById } {
  const sum = coverageOf(verdict);
  const judged = new Map<string, Coverage>();
  const followed = new Map<string, Coverage>();
  for (const rule of book.rules) {
    const into = judges(rule) ? judged : followed;
    for (const id of rule.cites) into.set(id, plus(into.get(id) ?? NOTHING, sum.get(rule.id) ?? NOTHING));
  }
  for (const { finding } of all.flatMap((each) => each.findings)) {
    for (const id of finding.requirements) if (!judged.has(id)) judged.set(id, NOTHING);
  }
  for (const id of judged.keys()) followed.delete(id);
  return { judged, followed };
}

function order(book: Book, id: string): number {
  return book.requirement(id)?.rfc ?? Number.MAX_SAFE_INTEGER;
}

function compare(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}
