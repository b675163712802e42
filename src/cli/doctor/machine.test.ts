import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { linuxAvailability } from '../../harness/stacks/linux/availability.ts';
import type { Diagnosis } from './diagnosis.ts';
import { PATIENCE, thisMachine } from './machine.ts';

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'tcpassay-doctor-'));
afterAll(() => rmSync(folder, { recursive: true }));

function script(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, `#!/bin/sh\n${text}\n`);
  chmodSync(file, 0o755);
  return file;
}

describe('a program', () => {
  test('that says something, that fails, that there is not', async () => {
    expect(await thisMachine.ask(script('good', 'echo v1'), [])).toEqual({ kind: 'said', text: 'v1\n' });
    expect(await thisMachine.ask(script('bad', 'exit 3'), [])).toEqual({ kind: 'failed' });
    expect(await thisMachine.ask(join(folder, 'nix'), [])).toEqual({ kind: 'none' });
  });

  test('that does not end is ended', async () => {
    const begun = Date.now();
    expect(await thisMachine.ask(script('slow', 'exec sleep 30'), [])).toEqual({ kind: 'silent' });
    expect(Date.now() - begun).toBeLessThan(5 * PATIENCE);
  });
});

describe('a server', () => {
  async function answering(text: string | undefined): Promise<string | undefined> {
    const server = createServer((socket) => {
      socket.on('error', () => undefined).resume();
      if (text !== undefined) socket.end(text);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const answer = await thisMachine.ping('127.0.0.1', port);
    await new Promise((resolve) => server.close(resolve));
    return answer;
  }

  test('that answers, that says nothing, that there is not', async () => {
    expect(await answering('+PONG\r\n')).toBe('+PONG');
    expect(await answering('')).toBeUndefined();
    expect(await answering(undefined)).toBeUndefined();
    expect(await thisMachine.ping('127.0.0.1', 1)).toBeUndefined();
  });
});

test('an instance that cannot be made is told, not thrown', async () => {
  const finding = await thisMachine.attemptInstance(join(folder, 'nowhere'));
  expect(finding).toMatchObject({ state: 'missing', detail: expect.stringContaining('ENOENT') as string });
});

test('an instance is made and removed', async () => {
  expect(await thisMachine.attemptInstance(folder)).toMatchObject({ state: 'ok' });
  expect(readdirSync(folder).filter((name) => name.startsWith('tcpassay-doctor'))).toEqual([]);
});

const { available } = linuxAvailability();

test('this machine: exit code 0 exactly where nothing is lacking, as one JSON document', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, 'doctor', '--json'], {
    cwd: folder,
    encoding: 'utf8',
  });
  const told = JSON.parse(stdout) as {
    ready: boolean;
    lacking: string[];
    parts: { name: string; state: string }[];
  };
  expect(stderr).toBe('');
  expect(status).toBe(told.ready ? 0 : 3);
  expect(told.parts.map(({ name }) => name)).toContain('tracefs');
  expect(told.parts.find(({ name }) => name === 'Node')?.state).toBe('ok');
  expect(told.parts.find(({ name }) => name === 'configuration')?.state).toBe('ok');
});

test.skipIf(!available)(
  'where the kernel can be driven, every part that is needed works (needs root, /dev/net/tun and koffi)',
  () => {
    const { stdout } = spawnSync(process.execPath, [MAIN, 'doctor', '--json'], {
      cwd: folder,
      encoding: 'utf8',
    });
    const { parts } = JSON.parse(stdout) as { parts: Diagnosis[] };
    // Under heavy load a part may be late, which is no answer and no fault of the machine.
    const broken = parts.filter(
      ({ needed, state, detail }) => needed && state !== 'ok' && !detail.startsWith('no answer'),
    );
    expect(broken).toEqual([]);
    expect(parts.filter(({ needed }) => needed)).toHaveLength(7);
  },
);

test('a wrong configuration is exit code 3, and named', () => {
  writeFileSync(join(folder, 'bad.json'), '{ "profile": 1 }');
  const { status, stdout } = spawnSync(process.execPath, [MAIN, 'doctor', '--config', 'bad.json'], {
    cwd: folder,
    encoding: 'utf8',
  });
  expect(stdout).toMatch(/✗ configuration +faulty +bad\.json:1:3: profile: /);
  expect(status).toBe(3);
});
