import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { fixtureBook } from '../fixture/book.ts';
import { fixtureTraces, HOSTILE } from '../fixture/traces.ts';
import { fixtureVerdict } from '../fixture/verdict.ts';
import { writeHtml } from './page.ts';

const CHROMIUM = '/usr/bin/chromium';
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const page = writeHtml(fixtureVerdict, fixtureTraces, fixtureBook);

describe('the report, as text', () => {
  test('is the same text every time', () => {
    expect(writeHtml(fixtureVerdict, fixtureTraces, fixtureBook)).toBe(page);
  });

  test('shows hostile text, never as markup', () => {
    expect(page).not.toContain('<img');
    expect(page).not.toContain(HOSTILE);
    expect(page).toContain(
      '&lt;/script&gt;&lt;/style&gt;&lt;img src=x onerror=&quot;window.owned=1&quot;&gt;',
    );
    expect(page.match(/<script/g)).toHaveLength(1);
  });

  test('refers to nothing outside itself', () => {
    expect(page).not.toMatch(/(?:src|href)="(?!#)/);
    expect(page).not.toMatch(/url\(|@import|https?:/);
  });

  test.each([
    ['the settings that decide', ['inferred: that nothing was lost', 'c0ffee12', 'linux 6.1.0-18-amd64']],
    ['the finding’s numbers', ['62921 against 64241', 'OUT.WND ≥ 61320', 'at least <b>64241</b>']],
    ['a known deviation’s reason', ['rto-floor-200ms', 'Linux rounds the RTO up to 200 ms']],
    ['hypotheses and exemptions', ['not excluded', 'no RST arrived before 0.240 s']],
    [
      'what is not decided',
      [
        'mid-stream, capture-loss',
        'the handshake, which tells the window scale',
        'begins in the midst of the connection',
      ],
    ],
    ['each topic’s evidence, and for how many', ['<h2>Topics</h2>', 'scale <small>for 1 endpoint</small>']],
    ['problems and health of a capture', ['PCAP-004', '<b>offload</b> 3 times, records 12, 40, 44']],
    ['that a long ladder is cut', ['records are drawn', 'records not drawn']],
    ['rules that nothing exercised', ['never-met', '– not exercised']],
    [
      'calls with their returns',
      ['setsockopt(4, option ', '= −1 ENOPROTOOPT', 'listen(3, local 10.0.0.1:8080, backlog 8) <i>= 0</i>'],
    ],
  ])('tells %s', (_what, texts) => {
    for (const text of texts) expect(page).toContain(text);
  });

  test('numbers are relative, the wire’s own are in the title', () => {
    expect(page).toContain('&lt;nop,nop,sack 1461:2921&gt;');
    expect(page).toContain('sack 1001461:1002921');
    expect(page).toContain('4294967000:4294967000(0)');
  });

  test('every link leads somewhere', () => {
    const ids = new Set([...page.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]));
    const targets = [...page.matchAll(/ href="#([^"]+)"/g)].map((match) => match[1]);
    expect(targets.length).toBeGreaterThan(30);
    expect(targets.filter((target) => !ids.has(target))).toEqual([]);
  });

  test('ids are unique', () => {
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('violations are open, the milder are folded', () => {
    expect(page).toMatch(/<details class="finding violation" id="[^"]+" open>/);
    expect(page).not.toMatch(/<details class="finding (?:known|deviation|note)" id="[^"]+" open>/);
  });

  test('of few connections every ladder is open, of many only those with findings', () => {
    const folded = (html: string): number => html.match(/<details class="folded">/g)?.length ?? 0;
    const many = Array.from({ length: 11 }, () => fixtureVerdict.traces).flat();
    const large = writeHtml({ ...fixtureVerdict, traces: many }, fixtureTraces, fixtureBook);
    expect(folded(page)).toBe(0);
    expect(folded(large)).toBeGreaterThan(0);
    expect(large).toMatch(/<details class="finding violation" id="[^"]+" open>/);
  });

  test('findings of one requirement that different traits know stand apart', () => {
    const rows = (html: string): number => html.match(/· known: /g)?.length ?? 0;
    const twice = fixtureVerdict.traces.map((trace) => ({
      ...trace,
      connections: trace.connections.map((connection) => ({
        ...connection,
        endpoints: connection.endpoints.map((endpoint) => ({
          ...endpoint,
          findings: endpoint.findings.flatMap((finding) =>
            finding.known === undefined
              ? [finding]
              : [finding, { ...finding, known: { trait: 'another', reason: 'for another reason' } }],
          ),
        })),
      })),
    }));
    const apart = writeHtml({ ...fixtureVerdict, traces: twice }, fixtureTraces, fixtureBook);
    expect(rows(apart)).toBe(2 * rows(page));
    expect(apart).toContain('· known: for another reason');
  });

  test('stands without the traces, and says that they are missing', () => {
    const alone = writeHtml(fixtureVerdict, new Map(), fixtureBook);
    expect(alone).toContain('The trace is not at hand');
    expect(alone).toContain('62921 against 64241');
  });
});

describe.skipIf(!existsSync(CHROMIUM))(`the report, in a browser (needs ${CHROMIUM})`, () => {
  test('runs nothing of what was injected, asks the network for nothing, does not scroll sideways', async () => {
    const { chromium } = await import('playwright-core');
    const folder = mkdtempSync(join(tmpdir(), 'tcpassay-report-'));
    const file = join(folder, 'index.html');
    writeFileSync(file, page);
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
    try {
      for (const width of [1280, 700]) {
        const context = await browser.newContext({ offline: true, viewport: { width, height: 900 } });
        const tab = await context.newPage();
        const said: string[] = [];
        const asked: string[] = [];
        tab.on('console', (message) => said.push(message.text()));
        tab.on('pageerror', (error) => said.push(error.message));
        tab.on('request', (request) => asked.push(request.url()));
        await tab.goto(pathToFileURL(file).href);
        expect(asked).toEqual([pathToFileURL(file).href]);
        expect(said).toEqual([]);
        expect(await tab.evaluate('window.owned')).toBeUndefined();
        expect(await tab.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
        await tab.fill('#filter', 'never-met');
        expect(await tab.locator('#rules tbody tr:visible').count()).toBe(1);
        await context.close();
      }
    } finally {
      await browser.close();
      rmSync(folder, { recursive: true });
    }
  }, 30_000);
});
