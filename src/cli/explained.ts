/** Every finding of a verdict at full length, for `check --explain`. */
import { findingText } from '../checker/finding-text.ts';
import type { Verdict } from '../checker/verdict.ts';
import { printable } from '../report/printable.ts';
import { endpointText } from '../trace/segment-text.ts';

/** One paragraph a finding, headed by where it was found; empty where nothing was. */
export function explained(verdict: Verdict): string {
  const paragraphs = verdict.traces.flatMap(({ file, scenario, connections }) =>
    connections.flatMap(({ endpoints }) =>
      endpoints.flatMap((endpoint) => {
        const name = scenario === '' ? file : `${file} (${scenario})`;
        const head = `${printable(name)}, ${endpointText(endpoint)}`;
        return endpoint.findings.map((finding) => `${head}\n${lines(findingText(finding))}\n\n`);
      }),
    ),
  );
  return paragraphs.join('');
}

/** A trait's reason may come from a file of the user. */
const lines = (text: string): string => text.split('\n').map(printable).join('\n');
