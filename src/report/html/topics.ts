/** One table of the whole run: what was decided of each topic, and what would decide it elsewhere. */

import type { EndpointVerdict, Verdict } from '../../checker/verdict.ts';
import type { Book } from '../book.ts';
import type { Content, Markup } from './html.ts';
import { html } from './html.ts';
import { coverageOf } from './tables.ts';
import { counted, grouped } from './words.ts';

/** What a topic is about; one that is not here stands by its name alone. */
const ABOUT: Readonly<Record<string, string>> = {
  sequence: 'the numbers of what is sent, and how far it may go',
  acknowledgment: 'what is acknowledged, and by when',
  window: 'the window that is offered',
  handshake: 'SYNs, their answers and their options',
  close: 'FINs, and what becomes of unread octets',
  reset: 'RSTs, and what guards against foreign ones',
  retransmission: 'what is sent again, when, and that it is',
  congestion: 'the initial window',
  'segment size': 'the peer’s MSS',
  'selective acknowledgment': 'SACK and D-SACK blocks',
  urgent: 'the urgent pointer',
  options: 'reserved bits, the option list, timestamps',
};

/** Every topic that the spec judges or an endpoint leaves open, with its endpoints and judgements. */
export function drawTopics(verdict: Verdict, book: Book): Markup {
  const endpoints = verdict.traces.flatMap((trace) => trace.connections.flatMap((each) => each.endpoints));
  const sum = coverageOf(verdict);
  const topics = new Set([
    ...book.rules.flatMap(({ topic }) => topic ?? []),
    ...endpoints.flatMap((endpoint) => Object.keys(endpoint.wouldDecide)),
  ]);
  const rows = [...topics].map((topic) => {
    const rules = book.rules.filter((rule) => rule.topic === topic).map(({ id }) => sum.get(id));
    const times = (name: 'pass' | 'fail' | 'open'): number =>
      rules.reduce((all, coverage) => all + (coverage?.[name] ?? 0), 0);
    const open = endpoints.filter((endpoint) => topic in endpoint.wouldDecide);
    return html`<tr data-filter><th scope="row">${topic}<small>${ABOUT[topic]}</small></th>
<td class="n">${grouped(endpoints.length - open.length)}</td><td class="n">${grouped(open.length)}</td>
<td class="n">${grouped(times('pass'))}</td><td class="n ${times('fail') > 0 ? 'fail' : 'zero'}">${grouped(times('fail'))}</td><td class="n">${grouped(times('open'))}</td>
<td>${evidence(topic, open)}</td></tr>`;
  });
  return html`<section id="topics"><h2>Topics</h2>
<p>Of ${counted(endpoints.length, 'endpoint')}, those of which a topic was decided at least once, and what would decide it for the others.
A verdict of “conformant” needs sequence, acknowledgment and window.</p>
<div class="wide"><table class="topic-table"><thead><tr><th>topic</th><th class="n">decided</th><th class="n">not</th><th class="n">pass</th><th class="n">fail</th><th class="n">open</th><th>cheapest evidence</th></tr></thead>
<tbody>${rows}</tbody></table></div></section>`;
}

/** What the endpoints want, the most wanted first. */
function evidence(topic: string, open: readonly EndpointVerdict[]): Content {
  const wanted = new Map<string, number>();
  for (const { wouldDecide } of open) {
    const text = (wouldDecide[topic] ?? '').replace(` (${topic})`, '');
    wanted.set(text, (wanted.get(text) ?? 0) + 1);
  }
  const sorted = [...wanted].sort(([, a], [, b]) => b - a);
  return sorted.map(([text, n]) => html`<div>${text} <small>for ${counted(n, 'endpoint')}</small></div>`);
}
