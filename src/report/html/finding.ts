/**
 * One finding, explained from what the checker kept: the rule, how each clause read, why the bounds stood
 * there, what would have been allowed.
 */

import type { Finding } from '../../checker/verdict.ts';
import type { Book, BookRule } from '../book.ts';
import { sourceText } from '../book.ts';
import type { Content, Markup } from './html.ts';
import { html } from './html.ts';
import type { Case, Shown } from './model.ts';
import { frameAnchor, requirementAnchor } from './model.ts';
import { kindChip, kindOf, seconds } from './words.ts';

/** The finding as a block that can be folded; violations are open. */
export function drawFinding(shown: Shown, owner: Case, book: Book): Markup {
  const { finding } = shown;
  const kind = kindOf(finding);
  const rule = book.rules.find((each) => each.id === finding.rule);
  const side =
    owner.connection.endpoints.length > 1 ? ` by ${shown.endpoint.address} port ${shown.endpoint.port}` : '';
  return html`<details class="finding ${kind}" id="${shown.anchor}"${kind === 'violation' ? html` open` : undefined}>
<summary>${kindChip(kind)}<span class="level">${finding.level}</span><span class="what">${finding.message}${side}</span></summary>
<div class="why">
<p class="meta">At <b>${seconds(finding.time)} s</b>, ${frameLinks(finding, owner)}. Rule <code>${finding.rule}</code>${
    finding.clause === '' ? undefined : html`, clause <code>${finding.clause}</code>`
  }.${repeats(finding)} Finding <code>${finding.id}</code>.</p>
${known(finding)}
${requirements(finding, book)}
${clauses(finding)}
${alternatives(finding)}
${provenance(finding, owner)}
${exemptions(finding)}
${hypotheses(finding)}
${ruleText(rule)}
</div></details>`;
}

function repeats(finding: Finding): string {
  return finding.repeats > 1 ? ` Seen ${finding.repeats} times in this connection; told of the first.` : '';
}

function frameLinks(finding: Finding, owner: Case): Content {
  const links = finding.frames.map((frame, i) => [i === 0 ? '' : ', ', frameLink(owner, frame)]);
  return [finding.frames.length === 1 ? 'record ' : 'records ', links.flat()];
}

function frameLink(owner: Case, frame: number): Markup {
  return html`<a href="#${frameAnchor(owner.anchor, frame)}">${frame}</a>`;
}

function known(finding: Finding): Content {
  if (finding.known === undefined) return undefined;
  return html`<p class="trait">Known deviation <code>${finding.known.trait}</code>: ${finding.known.reason}</p>`;
}

function requirements(finding: Finding, book: Book): Content {
  const lines = finding.requirements.map((id) => {
    const entry = book.requirement(id);
    if (entry === undefined) return html`<li><a href="#${requirementAnchor(id)}"><code>${id}</code></a></li>`;
    return html`<li><a href="#${requirementAnchor(id)}"><code>${id}</code></a> ${sourceText(entry)}, <b>${entry.level}</b>: ${entry.summary}</li>`;
  });
  return lines.length === 0 ? undefined : html`<ul class="cites">${lines}</ul>`;
}

const SAYS = { yes: ['✓', 'holds'], NO: ['✗', 'NO'], open: ['?', 'open'] } as const;

function clauses(finding: Finding): Content {
  if (finding.clauses.length === 0) return undefined;
  const rows = finding.clauses.map(({ clause, says, numbers }) => {
    const [glyph, word] = SAYS[says];
    return html`<tr class="${says}"><td class="says">${glyph} ${word}</td><td><code>${clause}</code></td><td>${numbers}</td></tr>`;
  });
  return html`<h5>How the rule read at this record</h5>
<div class="wide"><table class="clauses"><tr><th>says</th><th>clause</th><th>numbers</th></tr>${rows}</table></div>`;
}

const LEVERS = { field: 'another field', time: 'another time', evidence: 'another event before' } as const;

function alternatives(finding: Finding): Content {
  if (finding.alternatives.length === 0) return undefined;
  const lines = finding.alternatives.map(
    ({ lever, text }) => html`<li><span class="lever">${LEVERS[lever]}:</span> ${text}</li>`,
  );
  return html`<h5>What would have been allowed, nearest first</h5><ul>${lines}</ul>`;
}

function provenance(finding: Finding, owner: Case): Content {
  if (finding.provenance.length === 0) return undefined;
  const lines = finding.provenance.map(
    ({
      slot,
      side,
      value,
      rule,
      frame,
      time,
    }) => html`<li><code>${slot}</code> ${side === 'lo' ? 'at least' : 'at most'} <b>${value}</b>
by <code>${rule}</code>${frame === 0 ? undefined : html`, record ${frameLink(owner, frame)} at ${seconds(time)} s`}</li>`,
  );
  return html`<h5>Why the bounds stood there</h5><ul>${lines}</ul>`;
}

function exemptions(finding: Finding): Content {
  if (finding.exemptions.length === 0) return undefined;
  const lines = finding.exemptions.map(
    ({ id, applied, why }) =>
      html`<li><code>${id}</code> ${applied ? 'applied, and did not suffice' : 'did not apply'}: ${why}</li>`,
  );
  return html`<h5>Exemptions tried</h5><ul>${lines}</ul>`;
}

function hypotheses(finding: Finding): Content {
  if (finding.hypotheses.length === 0) return undefined;
  const lines = finding.hypotheses.map(
    ({ id, excluded, why }) =>
      html`<li class="${excluded ? 'excluded' : 'stands'}">${id}: <b>${
        excluded ? 'excluded' : 'not excluded'
      }</b>, ${why}</li>`,
  );
  return html`<h5>Other causes considered</h5><ul>${lines}</ul>`;
}

function ruleText(rule: BookRule | undefined): Content {
  if (rule === undefined) return undefined;
  return html`<details class="rule"><summary>The rule as the spec has it</summary><pre>${rule.text}</pre></details>`;
}
