/**
 * Three tables over the whole run: findings by requirement, rules by how they were decided, requirements by
 * what became of them.
 */

import type { Coverage, Verdict } from '../../checker/verdict.ts';
import type { Book } from '../book.ts';
import { sourceText } from '../book.ts';
import type { Content, Markup } from './html.ts';
import { html } from './html.ts';
import type { Case, Shown } from './model.ts';
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
 * What was found, grouped by the first requirement of each finding and then by what happened; worst first.
 */
export function drawFindings(all: readonly Case[], book: Book): Markup {
  const groups = new Map<string, { shown: Shown; each: Case }[]>();
  for (const each of all) {
    for (const shown of each.findings) {
      const key = JSON.stringify([
        shown.finding.requirements[0] ?? shown.finding.rule,
        kindOf(shown.finding),
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
    id === undefined ? undefined : html`<a href="#q-${id}"><code>${id}</code></a>`
  }${entry === undefined ? undefined : html`<small>${sourceText(entry)} · ${entry.level}</small>`}</td>
<td>${kindChip(kind, group.length)} <span class="example">${first.message}</span>
<small>rule ${rules.map((rule, i) => [i === 0 ? '' : ', ', html`<a href="#r-${rule}"><code>${rule}</code></a>`]).flat()}${
    first.known === undefined ? undefined : html` · known: ${first.known.reason}`
  }</small></td>
<td>${where.flat()}${group.length > WHERE ? ` and ${group.length - WHERE} more` : undefined}</td></tr>`;
}

/** Every rule of the spec with its instances in this run; those never exercised say so. */
export function drawRules(verdict: Verdict, book: Book): Markup {
  const sum = coverageOf(verdict);
  const known = new Map(book.rules.map((rule) => [rule.id, rule]));
  const ids = [...new Set([...known.keys(), ...sum.keys()])].sort();
  const decided = ids.filter((id) => isDecided(sum.get(id) ?? NOTHING)).length;
  const rows = ids.map((id) => {
    const rule = known.get(id);
    const text =
      rule === undefined
        ? html`<code>${id}</code>`
        : html`<details class="rule"><summary><code>${id}</code></summary><pre>${rule.text}</pre></details>`;
    return html`<tr data-filter id="r-${id}"><td>${text}</td><td>${rule?.verb ?? ''}</td><td>${rule?.on ?? ''}</td>${counts(sum.get(id) ?? NOTHING)}</tr>`;
  });
  return html`<section id="rules"><h2>Rules</h2>
<p>${decided} of ${ids.length} rules were decided at least once. Without this table “no violation” says nothing.</p>
<div class="wide"><table class="counts"><thead><tr><th>rule</th><th>verb</th><th>on</th>${COUNT_HEADS}</tr></thead><tbody>${rows}</tbody></table></div></section>`;
}

const COUNT_HEADS = html`<th>outcome</th><th class="n">pass</th><th class="n">fail</th><th class="n">open</th><th class="n">not applicable</th>`;

function isDecided(coverage: Coverage): boolean {
  return coverage.pass + coverage.fail > 0;
}

function counts(coverage: Coverage): Content {
  const { pass, fail, open, na } = coverage;
  const word = fail > 0 ? '✗ failed' : pass > 0 ? '✓ passed' : open > 0 ? '? open' : '– not exercised';
  const number = (n: number, name: string): Markup =>
    html`<td class="n ${n === 0 ? 'zero' : name}">${grouped(n)}</td>`;
  return [
    html`<td class="outcome">${word}${bar(coverage)}</td>`,
    number(pass, 'pass'),
    number(fail, 'fail'),
    number(open, 'open'),
    number(na, 'na'),
  ];
}

function bar({ pass, fail, open }: Coverage): Content {
  const all = pass + fail + open;
  if (all === 0) return undefined;
  const part = (n: number, name: string): Content =>
    n === 0 ? undefined : html`<i class="${name}" style="flex-grow:${n}"></i>`;
  return html`<span class="bar" aria-hidden="true">${part(pass, 'pass')}${part(open, 'open')}${part(fail, 'fail')}</span>`;
}

/** Every requirement that a rule or a finding cites, with the sum over the rules that cite it. */
export function drawRequirements(verdict: Verdict, all: readonly Case[], book: Book): Markup {
  const sum = coverageOf(verdict);
  const byId = new Map<string, Coverage>();
  for (const rule of book.rules) {
    for (const id of rule.cites) byId.set(id, plus(byId.get(id) ?? NOTHING, sum.get(rule.id) ?? NOTHING));
  }
  for (const { finding } of all.flatMap((each) => each.findings)) {
    for (const id of finding.requirements) if (!byId.has(id)) byId.set(id, NOTHING);
  }
  const ids = [...byId.keys()].sort((a, b) => order(book, a) - order(book, b) || compare(a, b));
  const rows = ids.map((id) => {
    const entry = book.requirement(id);
    return html`<tr data-filter id="q-${id}"><td><code>${id}</code>${entry === undefined ? undefined : html`<small>${sourceText(entry)}</small>`}</td>
<td class="level">${entry?.level ?? ''}</td><td class="prose">${entry?.summary ?? 'not in the catalogue'}</td>${counts(byId.get(id) ?? NOTHING)}</tr>`;
  });
  const decided = ids.filter((id) => isDecided(byId.get(id) ?? NOTHING)).length;
  return html`<section id="requirements"><h2>Requirements</h2>
<p>${decided} of the ${ids.length} requirements that rules cite were decided at least once, by one or more of those rules.</p>
<div class="wide"><table class="counts"><thead><tr><th>requirement</th><th>level</th><th>in our words</th>${COUNT_HEADS}</tr></thead><tbody>${rows}</tbody></table></div></section>`;
}

function order(book: Book, id: string): number {
  return book.requirement(id)?.rfc ?? Number.MAX_SAFE_INTEGER;
}

function compare(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}
