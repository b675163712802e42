/** Captures on the command line: what is read, what is told, how it ends. */
import { spawn, spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CellStore } from '../checker/capture/capture-check.ts';
import { CaptureWriter } from '../checker/testing/capture-writer.ts';
import { readVerdict } from '../report/schema.ts';
import { currentPractice } from '../spec/profile.ts';
import { SPEC } from '../spec/rules/index.ts';
import { writePcap } from '../trace/capture/pcap-write.ts';
import { ACK, PSH, SYN } from '../trace/trace.ts';
import { checkCapture } from './capture.ts';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'tcpassay-capture-'));
const at = (name: string): string => join(folder, name);
const LONG = { timeout: 60_000 };

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}
function run(words: readonly string[], input?: Uint8Array): Ran {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, 'check', ...words], {
    encoding: 'utf8',
    cwd: folder,
    ...(input && { input }),
  });
  return { code: status, out: stdout, err: stderr };
}

/** A command that runs on; `ended` is how it ended. */
function start(...words: readonly string[]) {
  const child = spawn(process.execPath, [MAIN, 'check', ...words], { cwd: folder });
  const ran = { out: '', err: '' };
  child.stdout.on('data', (chunk) => (ran.out += String(chunk)));
  child.stderr.on('data', (chunk) => (ran.err += String(chunk)));
  const ended = new Promise<Ran>((resolve) => child.on('close', (code) => resolve({ code, ...ran })));
  return { child, ended, interrupt: () => child.kill('SIGINT') };
}
const untilItListens = (): Promise<void> => wait(2500);

const MS = 1e6;
const mss = [{ kind: 2, data: Uint8Array.of(5, 180) }];
const good = (): CaptureWriter =>
  new CaptureWriter()
    .a(SYN, 1000, { options: mss })
    .b(SYN | ACK, 5000, { ack: 1001, options: mss, after: 0.1 * MS })
    .a(ACK, 1001, { ack: 5001, after: 20 * MS })
    .a(PSH | ACK, 1001, { ack: 5001, text: 100 })
    .b(ACK, 5001, { ack: 1101, after: 0.1 * MS })
    .b(PSH | ACK, 5001, { ack: 1101, text: 200 })
    .a(ACK, 1101, { ack: 5201, after: 20 * MS });
/** The server sends without the ACK bit. */
const broken = (): CaptureWriter => good().b(PSH, 5201, { text: 10 });

/** The same packets in a pcapng of one section and one interface, stamps in microseconds. */
function pcapng({ packets }: CaptureWriter): Uint8Array {
  const block = (type: number, body: Uint8Array): Uint8Array => {
    const padded = new Uint8Array(12 + ((body.length + 3) & ~3));
    const view = new DataView(padded.buffer);
    view.setUint32(0, type, true);
    view.setUint32(4, padded.length, true);
    padded.set(body, 8);
    view.setUint32(padded.length - 4, padded.length, true);
    return padded;
  };
  const section = Uint8Array.of(0x4d, 0x3c, 0x2b, 0x1a, 1, 0, 0, 0, ...new Array<number>(8).fill(255));
  const blocks = packets.map(({ time, bytes }) => {
    const body = new Uint8Array(20 + bytes.length);
    const view = new DataView(body.buffer);
    const micros = time / 1000n;
    view.setUint32(4, Number(micros >> 32n), true);
    view.setUint32(8, Number(micros & 0xffffffffn), true);
    view.setUint32(12, bytes.length, true);
    view.setUint32(16, bytes.length, true);
    body.set(bytes, 20);
    return block(6, body);
  });
  return Buffer.concat([
    block(0x0a0d0d0a, section),
    block(1, Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0)),
    ...blocks,
  ]);
}

beforeAll(() => {
  mkdirSync(at('some'));
  writeFileSync(at('some/a.pcap'), good().file());
  writeFileSync(at('some/b.pcapng'), pcapng(good()));
  writeFileSync(at('some/c.pcap.gz'), gzipSync(good().file()));
  writeFileSync(at('some/notes.txt'), 'no capture');
  writeFileSync(at('broken.pcap'), broken().file());
  writeFileSync(at('cut.pcap'), broken().file().slice(0, -5));
  writeFileSync(at('midst.pcap'), new CaptureWriter().a(ACK, 1, { ack: 2 }).b(ACK, 2, { ack: 1 }).file());
  writeFileSync(at('radio.pcap'), writePcap(105, good().packets));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('a capture of another tool', () => {
  test('is judged: nothing wrong is exit code 0', () => {
    const { code, out, err } = run(['some/a.pcap']);
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('no finding in 1 connection (7 segments); 1 of 2 endpoints decided');
  });
  test('with a violation is exit code 1, its record and rule are told', () => {
    const { code, out } = run(['broken.pcap']);
    expect(code).toBe(1);
    expect(out).toContain('ack-bit-always');
    expect(out).toContain('broken.pcap record 8');
  });
  test('in which nothing can be decided is exit code 3, with the reason', () => {
    const { code, out } = run(['midst.pcap']);
    expect(code).toBe(3);
    expect(out).toContain('mid-stream (2)');
    expect(out).toContain('a capture that begins before the handshake');
  });
  test('is found in a folder, in every form, each with the same verdict', () => {
    const { code, out } = run(['some', '--json']);
    const read = readVerdict(JSON.parse(out));
    if (!read.ok) throw new Error(read.problems.join('\n'));
    const { traces } = read.verdict;
    expect(traces.map(({ file }) => file)).toEqual([
      join('some', 'a.pcap'),
      join('some', 'b.pcapng'),
      join('some', 'c.pcap.gz'),
    ]);
    const [first, ...others] = traces.map(({ connections, statistics }) => ({
      ids: connections.map((c) => c.id),
      verdicts: connections.map((c) => c.endpoints.map((e) => [e.vantage, e.verdict])),
      segments: statistics?.segments,
    }));
    expect(first?.verdicts).toEqual([
      [
        ['far', 'undecided'],
        ['near', 'conformant'],
      ],
    ]);
    for (const other of others) expect(other).toEqual(first);
    expect(code).toBe(0);
  });
  test.each([
    ['pcap', () => broken().file()],
    ['pcapng', () => pcapng(broken())],
    ['pcap in gzip', () => gzipSync(broken().file())],
  ])('comes by the standard input as %s', (_, file) => {
    const { code, out } = run(['-', '--json'], file());
    expect(code).toBe(1);
    const read = readVerdict(JSON.parse(out));
    if (!read.ok) throw new Error(read.problems.join('\n'));
    expect(read.verdict.traces[0]?.file).toBe('standard input');
    expect(read.verdict.totals).toMatchObject({ connections: 1, segments: 8 });
  });
});

describe('what cannot be used is told with its place, and the rest is judged', () => {
  test('a link that is not read, by name', () => {
    const { code, out } = run(['radio.pcap']);
    expect(code).toBe(2);
    expect(out).toMatch(
      /radio\.pcap: 7 packets of link type 105 \(IEEE 802\.11\), which is not read CAPTURE-014/,
    );
  });
  test('a file that was cut', () => {
    const { code, out } = run(['cut.pcap']);
    expect(out).toMatch(/cut\.pcap at octet \d+: .*the 7 records in front of it were read CAPTURE-007/);
    expect(out).toContain('in 1 connection (7 segments)');
    expect(code).toBe(0);
  });
  test('an empty standard input', () => {
    const { code, out } = run(['-'], new Uint8Array(0));
    expect(code).toBe(2);
    expect(out).toContain('the file is empty CAPTURE-009');
  });
  test('the recorder is trusted as told', () => {
    expect(run(['some/a.pcap', '--recorder', 'unknown']).out).toContain('recorder unknown');
    expect(run(['midst.pcap', '--recorder', 'good']).code).toBe(2);
  });
});

describe('--follow', () => {
  test('wants one file, and a duration that is one', () => {
    expect(run(['--follow', 'some']).err).toContain('--follow wants one file');
    expect(run(['--follow', '-'], new Uint8Array(0)).err).toContain('--follow wants a file');
    expect(run(['--follow', 'nowhere.pcap']).err).toContain('there is no such file');
    expect(run(['--follow', '--for', 'long', 'some/a.pcap'])).toMatchObject({ code: 2, out: '' });
    expect(run(['--for', '1s', 'some/a.pcap']).code).toBe(2);
  });

  test('reads what is written meanwhile, until Ctrl-C, and judges it', LONG, async () => {
    const file = broken().file();
    const half = 24 + 16 + 60;
    writeFileSync(at('grows.pcap'), file.subarray(0, half));
    const { ended, interrupt } = start('--follow', 'grows.pcap', '--json');
    await untilItListens();
    appendFileSync(at('grows.pcap'), file.subarray(half));
    await wait(600);
    interrupt();
    const { code, out } = await ended;
    expect(JSON.parse(out).totals).toMatchObject({ connections: 1, segments: 8 });
    expect(code).toBe(1);
  });

  test('ends by itself after --for', LONG, async () => {
    writeFileSync(at('timed.pcap'), good().file());
    const { code, out } = await start('--follow', '--for', '1s', 'timed.pcap').ended;
    expect(out).toContain('in 1 connection (7 segments)');
    expect(code).toBe(0);
  });

  test('the file may still be empty when it begins', LONG, async () => {
    writeFileSync(at('empty.pcap'), '');
    const { ended, interrupt } = start('--follow', 'empty.pcap');
    await untilItListens();
    writeFileSync(at('empty.pcap'), good().file());
    await wait(600);
    interrupt();
    expect((await ended).out).toContain('in 1 connection (7 segments)');
  });
});

describe('Ctrl-C', () => {
  test('while the standard input is read leaves its writer to end; what came is judged', LONG, async () => {
    const { child, ended, interrupt } = start('-');
    child.stdin.write(broken().file().subarray(0, 200));
    await untilItListens();
    interrupt();
    await wait(200);
    child.stdin.end(broken().file().subarray(200));
    const { code, out } = await ended;
    expect(out).toContain('in 1 connection (8 segments)');
    expect(code).toBe(1);
  });

  test('twice ends at once', LONG, async () => {
    const { child, ended, interrupt } = start('-');
    child.stdin.on('error', () => undefined);
    child.stdin.write(broken().file());
    await untilItListens();
    interrupt();
    await wait(200);
    interrupt();
    expect(await ended).toMatchObject({ code: 130, out: '' });
  });

  test('while a capture is judged ends it, with nothing half said', async () => {
    const store = new CellStore(SPEC, currentPractice);
    const lag = { in: 5 * MS, out: 5 * MS, error: MS };
    const options = { profile: currentPractice, recorder: 'inferred', lag } as const;
    const passes: string[] = [];
    const pressedIn = (pass: string) =>
      checkCapture(at('broken.pcap'), 'broken.pcap', {
        options,
        store,
        show: (text) => passes.push(text.split(' ')[0] ?? ''),
        interrupt: {
          came: () => Promise.resolve(passes.at(-1) === pass),
          orElse: (work) => work,
          spare: (work) => work(),
          release: () => undefined,
        },
      });
    for (const pass of ['surveying', 'judging', 'explaining'])
      expect(await pressedIn(pass), pass).toBeUndefined();
    expect((await pressedIn('never'))?.verdict.totals.findings.violation).toBe(1);
  });
});
