/** Reads the configuration that holds; refuses one that says what cannot be, each mistake at its place. */

import { readFileSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import { PROFILE_LIST, type Profile } from '../../spec/profile.ts';
import { reasonOf, UsageError } from '../failure.ts';
import { findConfig, shown } from './find.ts';
import { importConfig } from './import-ts.ts';
import { jsonPlaces, lineColumn, type Path } from './json-places.ts';
import { userProfiles } from './profiles.ts';
import type { Config } from './schema.ts';

export interface Loaded {
  /** As it is told: relative to the working directory where that is shorter. */
  readonly file: string;
  readonly config: Config;
  /** The user's own profiles, what they extend filled in. */
  readonly profiles: readonly Profile[];
}

export interface Mistake {
  readonly path: Path;
  readonly message: string;
}

/** A file's raw content, and how it tells the place of one of its values. */
interface Source {
  readonly value: unknown;
  readonly place: (path: Path) => string;
}

/**
 * The configuration named by `choice`, or the nearest from `folder` upwards; none where `choice` is false or
 * there is none. Throws a UsageError that tells every mistake, one a line.
 */
export async function loadConfig(
  choice: string | false | undefined,
  folder: string,
): Promise<Loaded | undefined> {
  if (choice === false) return undefined;
  const file = choice === undefined ? findConfig(folder) : resolve(folder, choice);
  if (file === undefined) return undefined;
  const name = shown(file, folder);
  const { value, place } = await read(file, name);
  const { configSchema } = await import('./schema.ts');
  const { success, data, error } = configSchema.safeParse(value);
  if (!success) throw refusal(error.issues.flatMap(mistakesOf), place);
  const { profiles, mistakes } = userProfiles(data.profiles);
  const all = [...mistakes, ...(await strayRules(data)), ...strayNames(data)];
  if (all.length > 0) throw refusal(all, place);
  return { file: name, config: data, profiles };
}

async function read(file: string, name: string): Promise<Source> {
  const kind = extname(file);
  if (kind !== '.json' && kind !== '.ts')
    throw new UsageError(`${name}: a configuration is a .json or a .ts file`);
  let text: string;
  try {
    text = readFileSync(file, 'utf8').replace(/^\ufeff/, '');
  } catch (error) {
    throw new UsageError(`${name}: ${reasonOf(error)}`);
  }
  if (kind === '.ts') {
    return {
      value: await importConfig(file, name),
      place: (path) => (path.length === 0 ? name : `${name}: ${pathText(path)}`),
    };
  }
  const places = jsonPlaces(text);
  const { mistake } = places;
  if (mistake) throw new UsageError(`${name}:${lineColumn(text, mistake.at)}: ${mistake.message}`);
  const place = (path: Path): string => {
    const at = `${name}:${lineColumn(text, places.find(path))}`;
    return path.length === 0 ? at : `${at}: ${pathText(path)}`;
  };
  return { value: JSON.parse(text), place };
}

function refusal(mistakes: readonly Mistake[], place: Source['place']): UsageError {
  return new UsageError(mistakes.map(({ path, message }) => `${place(path)}: ${message}`).join('\n'));
}

/** `profiles.mine.values["IW OCTETS"]`, as one would write it in TypeScript. */
export function pathText(path: Path): string {
  return path
    .map((key, i) => {
      if (typeof key === 'number') return `[${key}]`;
      const name = String(key);
      if (!/^[A-Za-z_$][\w$]*$/.test(name)) return `[${JSON.stringify(name)}]`;
      return i === 0 ? name : `.${name}`;
    })
    .join('');
}

/** What zod tells of one mistake; every unknown key is a mistake of its own, at its own place. */
function mistakesOf(issue: {
  readonly code: string;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly keys?: readonly string[];
  readonly issues?: readonly { readonly message: string }[];
}): readonly Mistake[] {
  const { path, keys } = issue;
  if (keys !== undefined) return keys.map((key) => ({ path: [...path, key], message: issue.message }));
  // The key of a record is wrong: zod keeps why in an issue below.
  const message =
    issue.code === 'invalid_key' ? (issue.issues?.[0]?.message ?? issue.message) : issue.message;
  return [{ path, message }];
}

/** Traits of rules that the spec does not have would never match, silently. */
async function strayRules({ profiles }: Config): Promise<readonly Mistake[]> {
  const named = Object.entries(profiles).flatMap(([name, { traits }]) =>
    traits.map(({ rule }, i) => ({ rule, path: ['profiles', name, 'traits', i, 'rule'] })),
  );
  if (named.length === 0) return [];
  const { SPEC } = await import('../../spec/rules/index.ts');
  const known = new Set([...SPEC.rules, ...SPEC.families].map(({ id }) => id));
  return named
    .filter(({ rule }) => !known.has(rule))
    .map(({ rule, path }) => ({
      path,
      message: `there is no rule '${rule}'; 'tcpassay spec list' has them all`,
    }));
}

/** Profiles that are named and that there are not. */
function strayNames({ profile, profiles, stacks }: Config): readonly Mistake[] {
  const known = [...PROFILE_LIST.map(({ id }) => id), ...Object.keys(profiles)];
  const named: readonly { readonly path: Path; readonly name: string | undefined }[] = [
    { path: ['profile'], name: profile },
    ...Object.entries(stacks).map(([stack, own]) => ({
      path: ['stacks', stack, 'profile'],
      name: own.profile,
    })),
  ];
  return named.flatMap(({ path, name }) =>
    name === undefined || known.includes(name)
      ? []
      : [{ path, message: `there is no profile '${name}'; there are ${known.join(', ')}` }],
  );
}
