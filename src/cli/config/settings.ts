/** What holds for one command: its options before the configuration, that before the defaults. */

import { MOST } from '../../report/summary.ts';
import { PROFILE_LIST, type Profile } from '../../spec/profile.ts';
import { DEFAULT_LAG } from '../../trace/text/read-header.ts';
import { durationOf } from '../../trace/text/words.ts';
import type { Nanos, TraceHeader } from '../../trace/trace.ts';
import { UsageError } from '../failure.ts';
import { type Loaded, loadConfig } from './load.ts';

export type Trust = 'lossless' | 'inferred' | 'unknown';

/** What the command line said, of the options that several commands have. */
export interface Given {
  /** A file, or false for none at all. */
  readonly config?: string | false | undefined;
  readonly profile?: string | undefined;
  readonly recorder?: Trust | undefined;
  readonly stack?: string | undefined;
  readonly lagIn?: string | undefined;
  readonly lagOut?: string | undefined;
  readonly clockError?: string | undefined;
}

/** A value and who set it: `command line`, `default`, or a configuration's file and property. */
export interface Sourced<T> {
  readonly value: T;
  readonly from: string;
}

/** A stack as it is to be driven. */
export interface StackChoice {
  readonly name: string;
  readonly adapter: 'linux';
  /** Sysctls that are set in its namespace beside our own. */
  readonly settings: Readonly<Record<string, string>>;
  /** Who says what the name stands for. */
  readonly definedBy: string;
}

export interface Settings {
  /** The configuration's file, absent where none holds. */
  readonly file?: string;
  /** The built-in profiles and the user's own. */
  readonly profiles: readonly Profile[];
  /** Where the stack is not known: traces are judged by it, walks are walked by it. */
  readonly profile: Sourced<Profile>;
  readonly stack: Sourced<StackChoice>;
  /** Of a live stack. */
  readonly stackProfile: Sourced<Profile>;
  readonly recorder: Sourced<Trust>;
  /** For captures that do not tell their recorder's lag themselves. */
  readonly lagIn: Sourced<Nanos>;
  readonly lagOut: Sourced<Nanos>;
  readonly clockError: Sourced<Nanos>;
  readonly report: {
    /** Kinds of findings that the summary lists before it only counts. */
    readonly maxFindings: Sourced<number>;
    /** File of the HTML report where the command names none. */
    readonly output: Sourced<string | undefined>;
    readonly title: Sourced<string | undefined>;
  };
}

/** Loads the configuration and decides. Throws a UsageError where one of them names what there is not. */
export async function settingsOf(given: Given, folder: string = process.cwd()): Promise<Settings> {
  const loaded = await loadConfig(given.config, folder);
  return decide(given, loaded);
}

/** The lag of captures that do not tell theirs. */
export const lagOf = ({ lagIn, lagOut, clockError }: Settings): TraceHeader['lag'] => ({
  in: lagIn.value,
  out: lagOut.value,
  error: clockError.value,
});

const COMMAND_LINE = 'command line';

function decide(given: Given, loaded: Loaded | undefined): Settings {
  const profiles = [...PROFILE_LIST, ...(loaded?.profiles ?? [])];
  const config = loaded?.config;
  const at = (property: string): string => `${loaded?.file ?? ''}: ${property}`;
  /** The first that is there. */
  const first = <T>(
    option: T | undefined,
    own: T | undefined,
    property: string,
    otherwise: T,
  ): Sourced<T> => {
    if (option !== undefined) return { value: option, from: COMMAND_LINE };
    return own === undefined ? { value: otherwise, from: 'default' } : { value: own, from: at(property) };
  };
  const profileOf = ({ value, from }: Sourced<string>): Sourced<Profile> => ({
    value: named(profiles, value),
    from,
  });
  const { stack, own } = stackOf(given.stack, loaded);
  const { lagIn, lagOut, clockError } = config?.tolerances ?? {};
  const lag = (option: string, own: Nanos | undefined, otherwise: Nanos): Sourced<Nanos> =>
    first(duration(option, given[option as keyof Given]), own, `tolerances.${option}`, otherwise);
  const report = config?.report;
  const stackProfile = own?.profile === undefined ? 'profile' : `stacks.${stack.value.name}.profile`;
  return {
    ...(loaded === undefined ? {} : { file: loaded.file }),
    profiles,
    profile: profileOf(first(given.profile, config?.profile, 'profile', 'current-practice')),
    stack,
    stackProfile: profileOf(
      first(given.profile, own?.profile ?? config?.profile, stackProfile, stack.value.adapter),
    ),
    recorder: first(given.recorder, config?.recorder, 'recorder', 'inferred'),
    lagIn: lag('lagIn', lagIn, DEFAULT_LAG.in),
    lagOut: lag('lagOut', lagOut, DEFAULT_LAG.out),
    clockError: lag('clockError', clockError, DEFAULT_LAG.error),
    report: {
      output: first<string | undefined>(undefined, report?.output, 'report.output', undefined),
      title: first<string | undefined>(undefined, report?.title, 'report.title', undefined),
      maxFindings: first(undefined, report?.maxFindings, 'report.maxFindings', MOST),
    },
  };
}

function stackOf(option: string | undefined, loaded: Loaded | undefined) {
  const name = option ?? 'linux';
  const stacks = loaded?.config.stacks ?? {};
  const own = Object.hasOwn(stacks, name) ? stacks[name] : undefined;
  if (own === undefined && name !== 'linux') {
    const known = [...new Set(['linux', ...Object.keys(stacks)])];
    throw new UsageError(`unknown stack '${name}'; there are ${known.join(', ')}`);
  }
  const file = own === undefined ? 'default' : `${loaded?.file ?? ''}: stacks.${name}`;
  const value: StackChoice = { name, adapter: 'linux', settings: own?.settings ?? {}, definedBy: file };
  return { stack: { value, from: option === undefined ? 'default' : COMMAND_LINE }, own };
}

function named(profiles: readonly Profile[], name: string): Profile {
  const found = profiles.find(({ id }) => id === name);
  if (found) return found;
  throw new UsageError(`unknown profile '${name}'; there are ${profiles.map(({ id }) => id).join(', ')}`);
}

function duration(option: string, given: unknown): Nanos | undefined {
  if (typeof given !== 'string') return undefined;
  const nanos = durationOf(given);
  if (nanos !== undefined) return nanos;
  const dashed = option.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  throw new UsageError(`--${dashed} wants a duration such as 5ms, or unbounded; '${given}' is none`);
}
