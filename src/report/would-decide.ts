/** What would decide the topics that an endpoint leaves open, told once for all topics that want the same. */

export interface Evidence {
  readonly topics: readonly string[];
  readonly text: string;
}

/**
 * `{ reset: 'a scenario … (reset)', close: 'a scenario … (close)' }` is one piece of evidence for two topics.
 */
export function wouldDecide(given: Readonly<Record<string, string>>): readonly Evidence[] {
  const groups = new Map<string, string[]>();
  for (const [topic, text] of Object.entries(given)) {
    const common = text.replace(` (${topic})`, '');
    const topics = groups.get(common);
    if (topics === undefined) groups.set(common, [topic]);
    else topics.push(topic);
  }
  return [...groups].map(([text, topics]) => ({ topics, text }));
}
