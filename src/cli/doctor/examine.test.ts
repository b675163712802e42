import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { PLAIN } from '../../report/summary.ts';
import { doctorText } from './command.ts';
import { type Diagnosis, lacking } from './diagnosis.ts';
import { examine } from './examine.ts';
import type { Machine } from './machine.ts';

const folder = mkdtempSync(join(tmpdir(), 'tcpassay-doctor-'));
afterAll(() => rmSync(folder, { recursive: true }));

const CAPABLE = 'CapEff:\t000001ffffffffff\n';

/** A machine on which everything works. */
const GOOD: Machine = {
  platform: 'linux',
  nodeVersion: 'v24.1.0',
  status: () => CAPABLE,
  exists: () => true,
  ask: (program) =>
    Promise.resolve({
      kind: 'said',
      text:
        { tshark: 'TShark (Wireshark) 4.0.17 (Git)', chromium: 'Chromium 156.0.1 built' }[program] ??
        'Redis v=7.0.15',
    }),
  attempt: () => Promise.resolve({ state: 'ok', detail: 'it works' }),
  attemptInstance: () => Promise.resolve({ state: 'ok', detail: 'made' }),
  ping: () => Promise.resolve('+PONG'),
};

const look = (more: Partial<Machine>, config: string | false = false): Promise<readonly Diagnosis[]> =>
  examine({ ...GOOD, ...more }, config, folder);

async function seen(more: Partial<Machine>, name: string): Promise<readonly [string, string]> {
  const found = (await look(more)).find((one) => one.name === name);
  if (!found) throw new Error(`no part ${name}`);
  return [found.state, found.detail];
}

describe('a machine on which everything works', () => {
  test('lacks nothing', async () => {
    const all = await look({});
    expect(all.filter(({ state }) => state !== 'ok')).toEqual([]);
    expect(lacking(all)).toEqual([]);
    expect(doctorText(all, PLAIN)).toMatch(/everything is there that npm start needs$/);
    expect(doctorText(all, PLAIN)).toMatch(/✓ Redis +ok +redis-server 7\.0\.15; a server answers at \S+:\d+/);
  });
});

describe('what is told apart', () => {
  const rows: readonly (readonly [name: string, more: Partial<Machine>, told: readonly string[]])[] = [
    ['Node', { nodeVersion: 'v20.20.2' }, ['missing', 'v20.20.2']],
    ['Node', { nodeVersion: 'v22.12.0' }, ['ok', 'v22.12.0']],
    [
      'root',
      { status: () => 'CapEff:\t0\n' },
      ['not permitted', 'CAP_NET_ADMIN, CAP_NET_RAW, CAP_SYS_ADMIN missing'],
    ],
    ['root', { platform: 'darwin', status: () => '' }, ['missing', 'this machine runs darwin, not Linux']],
    ['/dev/net/tun', { exists: () => false }, ['missing', 'there is no /dev/net/tun']],
    [
      'tracefs',
      { exists: (path: string) => path === '/sys/kernel/tracing' },
      ['missing', 'it is not mounted'],
    ],
    ['tracefs', { exists: () => false }, ['missing', 'this kernel has none (CONFIG_TRACING)']],
    ['tshark', { ask: () => Promise.resolve({ kind: 'none' }) }, ['missing', 'there is no tshark in PATH']],
    [
      'Chromium',
      { ask: () => Promise.resolve({ kind: 'silent' }) },
      ['faulty', 'chromium --version does not come to an end'],
    ],
    ['Chromium', { ask: () => Promise.resolve({ kind: 'failed' }) }, ['faulty', 'chromium --version fails']],
    ['koffi', { attempt: () => Promise.reject(new Error('broken')) }, ['faulty', 'Error: broken']],
  ];
  test.each(rows)('%s %j', async (name, more, told) => {
    expect(await seen(more, name)).toEqual(told);
  });

  test('a Redis server that wants a password is one; something else at its port is none', async () => {
    const without: Partial<Machine> = { ask: () => Promise.resolve({ kind: 'none' }) };
    const answers = async (line: string | undefined) =>
      (await seen({ ...without, ping: () => Promise.resolve(line) }, 'Redis'))[0];
    expect(await answers('-NOAUTH Authentication required.')).toBe('ok');
    expect(await answers('HTTP/1.1 400 Bad Request')).toBe('missing');
    expect(await answers(undefined)).toBe('missing');
  });

  test('rights that are lacking and a configuration that is wrong, both named at the end', async () => {
    writeFileSync(join(folder, 'bad.json'), '{ "profile": "nobody" }');
    const denied = { state: 'not permitted', detail: 'unshare(CLONE_NEWNET): EPERM' } as const;
    const all = await look({ attempt: () => Promise.resolve(denied) }, 'bad.json');
    expect(lacking(all)).toEqual([
      'koffi',
      'network namespaces',
      '/dev/net/tun',
      'AF_PACKET',
      'configuration',
    ]);
    const text = doctorText(all, PLAIN);
    expect(text).toContain("bad.json:1:3: profile: there is no profile 'nobody'");
    expect(text).toMatch(
      /✗ AF_PACKET +not permitted[^\n]*\n {4}for recording[^\n]*\n {4}root \(CAP_NET_RAW\)/,
    );
    expect(text).toMatch(/: koffi, network namespaces, .*configuration$/);
  });
});
