/** From the profiles of a configuration to profiles of the checker: what they extend is filled in. */

import { PROFILE_LIST, type Profile } from '../../spec/profile.ts';
import type { Path } from './json-places.ts';
import type { Config } from './schema.ts';

type Written = Config['profiles'];

interface Result {
  readonly profiles: readonly Profile[];
  readonly mistakes: readonly { readonly path: Path; readonly message: string }[];
}

/**
 * Own values go before those of the extended profile, own traits before its traits, so that the own are asked
 * first. What cannot be resolved is told by the path of its property.
 */
export function userProfiles(written: Written): Result {
  const profiles: Profile[] = [];
  const mistakes: Result['mistakes'][number][] = [];
  for (const id of Object.keys(written)) {
    if (PROFILE_LIST.some((builtIn) => builtIn.id === id)) {
      const message = 'this profile is built in; take another name, and extend it';
      mistakes.push({ path: ['profiles', id], message });
      continue;
    }
    const made = resolved(written, id, []);
    if (typeof made === 'string') mistakes.push({ path: ['profiles', id, 'extends'], message: made });
    else profiles.push(made);
  }
  return { profiles, mistakes };
}

/** The profile, or why it cannot be made. */
function resolved(written: Written, id: string, below: readonly string[]): Profile | string {
  if (below.includes(id)) return `extends itself: ${[...below, id].join(' → ')}`;
  const builtIn = PROFILE_LIST.find((one) => one.id === id);
  if (builtIn) return builtIn;
  const own = Object.hasOwn(written, id) ? written[id] : undefined;
  if (own === undefined) {
    const known = [
      ...PROFILE_LIST.map((one) => one.id),
      ...Object.keys(written).filter((one) => one !== below[0]),
    ];
    return `there is no profile '${id}'; there are ${known.join(', ')}`;
  }
  const base = resolved(written, own.extends, [...below, id]);
  if (typeof base === 'string') return base;
  return {
    id,
    text: own.text,
    values: { ...base.values, ...own.values },
    traits: [...own.traits, ...base.traits],
  };
}
