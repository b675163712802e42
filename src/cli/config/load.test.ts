import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { afterAll, describe, expect, test } from 'vitest';
import { PROFILE_LIST, SETTINGS } from '../../spec/profile.ts';
import { durationOf } from '../../trace/text/words.ts';
import { UsageError } from '../failure.ts';
import { findConfig } from './find.ts';
import { loadConfig, pathText } from './load.ts';
import { lagOf, settingsOf } from './settings.ts';

const folder = mkdtempSync(join(tmpdir(), 'tcpassay-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A folder of its own with this configuration in it, and the end of the search above. */
function withConfig(config: unknown): string {
  const own = mkdtempSync(join(folder, 'own-'));
  mkdirSync(join(own, '.git'));
  const text = typeof config === 'string' ? config : JSON.stringify(config, null, 2);
  writeFileSync(join(own, 'tcpassay.config.json'), text);
  return own;
}

async function refusalOf(config: unknown): Promise<readonly string[]> {
  try {
    await settingsOf({}, withConfig(config));
  } catch (error) {
    if (error instanceof UsageError) return error.message.split('\n');
    throw error;
  }
  return [];
}

const MINE = { extends: 'linux', text: 'mine' };

describe('where it is looked for', () => {
  const top = withConfig({ recorder: 'lossless' });
  const deep = join(top, 'a', 'b');
  mkdirSync(deep, { recursive: true });

  test('from the working directory upwards', async () => {
    expect(findConfig(deep)).toBe(join(top, 'tcpassay.config.json'));
    expect((await loadConfig(undefined, top))?.file).toBe('tcpassay.config.json');
    expect((await settingsOf({}, deep)).recorder.value).toBe('lossless');
  });

  test('no further than the root of the repository', () => {
    mkdirSync(join(top, 'inner', '.git'), { recursive: true });
    expect(findConfig(join(top, 'inner'))).toBeUndefined();
  });

  test('not at all, if so told; elsewhere, if so told', async () => {
    expect(await loadConfig(false, top)).toBeUndefined();
    expect((await loadConfig(join(top, 'tcpassay.config.json'), folder))?.config.recorder).toBe('lossless');
    await expect(loadConfig('nix.json', top)).rejects.toThrow('nix.json: there is no such file or folder');
    await expect(loadConfig('nix.yaml', top)).rejects.toThrow('a configuration is a .json or a .ts file');
  });

  test('two in one folder are refused', async () => {
    const both = withConfig({});
    writeFileSync(join(both, 'tcpassay.config.ts'), 'export default {};');
    await expect(settingsOf({}, both)).rejects.toThrow(/has both .*; keep one/);
  });
});

describe('mistakes are told with line and column', () => {
  test.each([
    ['syntax', '{\n  "profile": strict\n}', ['tcpassay.config.json:2:14: a value is due here']],
    [
      'a setting that there is not',
      { profiles: { mine: { ...MINE, values: { G: 1, RTO: 5 } } } },
      [
        expect.stringMatching(
          /^tcpassay\.config\.json:8:9: profiles\.mine\.values\.RTO: is not a setting; known are IMMEDIATE, .*IW OCTETS/,
        ),
      ],
    ],
    [
      'values out of range',
      {
        profiles: {
          mine: { ...MINE, values: { G: '5 minutes', 'IW OCTETS': 1.5, tolerated: 2, IMMEDIATE: -1 } },
        },
      },
      [
        expect.stringMatching(/:7:9: profiles\.mine\.values\.G: wants nanoseconds .*'200ms'/),
        expect.stringMatching(/:8:9: profiles\.mine\.values\["IW OCTETS"\]: wants a number of octets/),
        expect.stringMatching(/:9:9: profiles\.mine\.values\.tolerated: wants 1 or 0/),
        expect.stringMatching(/:10:9: profiles\.mine\.values\.IMMEDIATE: wants nanoseconds/),
      ],
    ],
    [
      'unknown properties, each',
      { profil: 'x', report: { titel: 'y' } },
      [
        expect.stringMatching(
          /:4:5: report\.titel: is not known here; known are output, title, maxFindings$/,
        ),
        expect.stringMatching(/:2:3: profil: is not known here; known are profile, profiles, stacks/),
      ],
    ],
    [
      'a rule that there is not',
      { profiles: { mine: { ...MINE, traits: [{ id: 'a', rule: 'nix', reason: 'r', witness: 'w' }] } } },
      [
        expect.stringMatching(
          /:9:11: profiles\.mine\.traits\[0\]\.rule: there is no rule 'nix'; 'tcpassay spec list' has/,
        ),
      ],
    ],
    [
      'a trait without a witness, at the trait',
      { profiles: { mine: { ...MINE, traits: [{ id: 'a', rule: 'window-not-shrunk', reason: 'r' }] } } },
      [expect.stringMatching(/:7:9: profiles\.mine\.traits\[0\]\.witness: /)],
    ],
    [
      'a profile that extends nothing',
      { profiles: { mine: { ...MINE, extends: 'linx' } } },
      [
        expect.stringMatching(
          /:4:7: profiles\.mine\.extends: there is no profile 'linx'; there are current-practice/,
        ),
      ],
    ],
    [
      'profiles that extend each other',
      { profiles: { a: { ...MINE, extends: 'b' }, b: { ...MINE, extends: 'a' } } },
      [
        expect.stringMatching(/:4:7: profiles\.a\.extends: extends itself: a → b → a/),
        expect.stringMatching(/:8:7: profiles\.b\.extends: extends itself: b → a → b/),
      ],
    ],
    [
      'the name of a built-in profile',
      { profiles: { linux: { ...MINE, extends: 'strict' } } },
      [expect.stringMatching(/:3:5: profiles\.linux: this profile is built in/)],
    ],
    [
      'profiles that are named and are not there',
      { profile: 'mine', stacks: { a: { adapter: 'linux', profile: 'his' } } },
      [
        expect.stringMatching(/:2:3: profile: there is no profile 'mine'/),
        expect.stringMatching(/:6:7: stacks\.a\.profile: there is no profile 'his'/),
      ],
    ],
    [
      'an adapter that there is not',
      { stacks: { a: { adapter: 'lwip' } } },
      [expect.stringMatching(/:4:7: stacks\.a\.adapter: wants an adapter; there is 'linux'/)],
    ],
    [
      'a setting that is no sysctl of a namespace',
      { stacks: { a: { adapter: 'linux', settings: { 'kernel.../x': '1' } } } },
      [expect.stringMatching(/:6:9: stacks\.a\.settings\["kernel\.\.\.\/x"\]: is no sysctl/)],
    ],
    ['no object', '[]', [expect.stringMatching(/^tcpassay\.config\.json:1:1: .*expected object/)]],
  ])('%s', async (_what, config, told) => {
    expect(await refusalOf(config)).toEqual(told);
  });

  test('paths are written as in TypeScript', () => {
    expect(pathText(['profiles', 'my own', 'traits', 2, 'rule'])).toBe('profiles["my own"].traits[2].rule');
  });
});

describe('what holds', () => {
  const config = {
    profile: 'strict',
    profiles: {
      mine: { ...MINE, values: { IMMEDIATE: '200ms', 'IW OCTETS': 4380 } },
      ours: { extends: 'mine', text: 'ours', values: { IMMEDIATE: 1_000_000 } },
    },
    stacks: { lab: { adapter: 'linux', settings: { 'net.ipv4.tcp_sack': '0' }, profile: 'ours' } },
    recorder: 'unknown',
    tolerances: { lagOut: '20ms', clockError: 'unbounded' },
  };

  test('without a configuration: the defaults', async () => {
    const { profile, stack, stackProfile, recorder } = await settingsOf({ config: false });
    expect([profile.value.id, profile.from]).toEqual(['current-practice', 'default']);
    expect([stack.value.name, stackProfile.value.id, recorder.value]).toEqual(['linux', 'linux', 'inferred']);
  });

  test('the configuration goes before the defaults', async () => {
    const own = withConfig(config);
    const settings = await settingsOf({}, own);
    expect(settings.profile).toMatchObject({
      value: { id: 'strict' },
      from: 'tcpassay.config.json: profile',
    });
    expect(settings.stackProfile.value.id).toBe('strict');
    expect(settings.recorder).toEqual({ value: 'unknown', from: 'tcpassay.config.json: recorder' });
    expect(lagOf(settings)).toEqual({ in: 5e6, out: 20e6, error: Number.POSITIVE_INFINITY });
    expect(settings.lagIn.from).toBe('default');
  });

  test('the command line goes before the configuration', async () => {
    const given = { profile: 'mine', recorder: 'lossless', lagOut: '1us' } as const;
    const settings = await settingsOf(given, withConfig(config));
    expect(settings.profile).toMatchObject({ value: { id: 'mine' }, from: 'command line' });
    expect(settings.recorder).toEqual({ value: 'lossless', from: 'command line' });
    expect(settings.lagOut).toEqual({ value: 1000, from: 'command line' });
  });

  test('a stack’s own profile goes before the general one, and --profile before both', async () => {
    const own = withConfig(config);
    const lab = await settingsOf({ stack: 'lab' }, own);
    expect(lab.stack.value.settings).toEqual({ 'net.ipv4.tcp_sack': '0' });
    expect(lab.stackProfile).toMatchObject({
      value: { id: 'ours' },
      from: 'tcpassay.config.json: stacks.lab.profile',
    });
    expect((await settingsOf({ stack: 'lab', profile: 'strict' }, own)).stackProfile.value.id).toBe('strict');
  });

  test('a profile has what it extends, its own values first', async () => {
    const { profiles } = await settingsOf({}, withConfig(config));
    const ours = profiles.find(({ id }) => id === 'ours');
    expect(ours?.values).toEqual({ IMMEDIATE: 1_000_000, 'IW OCTETS': 4380 });
    const linux = PROFILE_LIST.find(({ id }) => id === 'linux');
    expect(ours?.traits).toEqual(linux?.traits);
    expect(linux?.traits.length).toBeGreaterThan(0);
  });

  test('names that there are not are refused with those that there are', async () => {
    const own = withConfig(config);
    await expect(settingsOf({ profile: 'his' }, own)).rejects.toThrow(
      /'his'; there are current-practice.*, ours/,
    );
    await expect(settingsOf({ stack: 'his' }, own)).rejects.toThrow(
      "unknown stack 'his'; there are linux, lab",
    );
    await expect(settingsOf({ clockError: '5' }, own)).rejects.toThrow('--clock-error wants a duration');
  });
});

describe('the guide', () => {
  const guide = readFileSync(new URL('../../../docs/guide/config.md', import.meta.url), 'utf8');

  test('shows a configuration that is one', async () => {
    const text = /^export default defineConfig\(([\s\S]*?)\);$/m.exec(guide)?.[1] ?? '';
    const config: unknown = runInNewContext(`(${text})`);
    const { profile, report } = await settingsOf({}, withConfig(config));
    expect(profile.value.values).toEqual({ IMMEDIATE: 120_000_000, 'IW OCTETS': 4380 });
    expect(report.maxFindings.value).toBe(50);
  });

  test('lists every setting with its standard value', () => {
    const rows = [...guide.matchAll(/^\| `([^`]+)` \| (?:time|octets|0 or 1) \| (\S+(?: \S+)?) \|/gm)];
    const valued = rows.map(([, name = '', value = '']) => [
      name,
      durationOf(value.replace(' ', '')) ?? Number(value),
    ]);
    expect(valued).toEqual(SETTINGS.map(({ name, standard }) => [name, standard]));
  });
});
