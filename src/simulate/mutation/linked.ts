/** Which entries of the catalogue speak of the same: what a kill may be found under. */
import { REQUIREMENTS } from '../../spec/requirements/all.ts';

function links(): ReadonlyMap<string, ReadonlySet<string>> {
  const out = new Map<string, Set<string>>(REQUIREMENTS.map((entry) => [entry.id, new Set()]));
  for (const { id, see, supersededBy } of REQUIREMENTS)
    for (const other of [...(see ?? []), ...(supersededBy ?? [])]) {
      // A whole RFC is no entry.
      out.get(other)?.add(id);
      if (out.has(other)) out.get(id)?.add(other);
    }
  return out;
}

let known: ReadonlyMap<string, ReadonlySet<string>> | undefined;

/** The entry and those that the catalogue links to it, in either direction; one step, no further. */
export function linkedTo(id: string): ReadonlySet<string> {
  known ??= links();
  return new Set([id, ...(known.get(id) ?? [])]);
}
