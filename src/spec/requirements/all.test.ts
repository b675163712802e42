import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { LEVELS } from '../requirement.ts';
import { REQUIREMENTS, type RequirementId, requirement } from './all.ts';
import { PITFALLS } from './pitfalls.ts';
import { TOPICS } from './topics.ts';

const known = new Set(REQUIREMENTS.map((entry) => entry.id));
const isRfc = (reference: string): boolean => /^RFC [1-9]\d{2,3}$/.test(reference);

test('the catalogue has 794 entries, each id once', () => {
  expect(REQUIREMENTS).toHaveLength(794);
  expect(known.size).toBe(794);
});

test('so many of each RFC', () => {
  const counts: Record<string, number> = {};
  for (const entry of REQUIREMENTS) counts[entry.rfc] = (counts[entry.rfc] ?? 0) + 1;
  // biome-ignore format: a table reads better
  expect(counts).toEqual({
    1122: 10, 1191: 14, 2018: 20, 2385: 4, 2883: 9, 3042: 3, 3168: 29, 3390: 1, 3465: 4, 4821: 5,
    5482: 23, 5681: 45, 5682: 10, 5827: 10, 5925: 25, 5961: 20, 6056: 5, 6093: 5, 6191: 7, 6298: 22,
    6429: 2, 6528: 3, 6582: 8, 6675: 27, 6691: 2, 6928: 10, 6937: 1, 7323: 57, 7413: 25, 7661: 15,
    8201: 11, 8311: 2, 8961: 6, 8985: 31, 9293: 217, 9406: 13, 9438: 27, 9768: 49, 9937: 17,
  });
});

test('every reference resolves to an entry or a whole RFC', () => {
  const broken: string[] = [];
  for (const entry of REQUIREMENTS) {
    for (const id of entry.see ?? []) if (!known.has(id)) broken.push(`${entry.id} see ${id}`);
    for (const by of entry.supersededBy ?? [])
      if ((!known.has(by) && !isRfc(by)) || by === entry.id) broken.push(`${entry.id} supersededBy ${by}`);
  }
  expect(broken).toEqual([]);
});

test('levels, topics, pitfalls and sections are of the documented kinds', () => {
  for (const entry of REQUIREMENTS) {
    expect(LEVELS, entry.id).toContain(entry.level);
    expect(Object.keys(TOPICS), entry.id).toContain(entry.topic);
    for (const code of entry.pitfalls) expect(Object.keys(PITFALLS), entry.id).toContain(code);
    expect(entry.section, entry.id).toMatch(/^(\d+(\.\d+)*|[A-Z](\.\d+)*)$/);
  }
});

test('no topic and no pitfall without an entry', () => {
  const topics = new Set(REQUIREMENTS.map((entry) => entry.topic));
  const pitfalls = new Set(REQUIREMENTS.flatMap((entry) => entry.pitfalls));
  expect([...topics].sort()).toEqual(Object.keys(TOPICS).sort());
  expect([...pitfalls].sort()).toEqual(Object.keys(PITFALLS).sort());
});

test('an id of RFC N begins with RFC N, or is a label of RFC 9293', () => {
  for (const { id, rfc, section } of REQUIREMENTS)
    if (!/^(MUST|SHLD|MAY|REC)-\d+$/.test(id) || rfc !== 9293)
      expect(id.startsWith(`RFC${rfc}-`), `${id} of RFC ${rfc} § ${section}`).toBe(true);
});

test('no text is empty', () => {
  for (const entry of REQUIREMENTS)
    for (const key of ['summary', 'condition', 'conforms', 'violates', 'inconclusive'] as const)
      expect(entry[key].trim().length, `${entry.id} ${key}`).toBeGreaterThan(0);
});

test('look-up by id, and the type of ids refuses others', () => {
  expect(requirement('RFC5681-4.2-5').section).toBe('4.2');
  expect(requirement('MUST-13')?.rfc).toBe(9293);
  expect(requirement('RFC5681-4.2-999')).toBeUndefined();
  // @ts-expect-error: not in the catalogue, so a rule citing it does not compile
  const wrong: RequirementId = 'RFC5681-4.2-999';
  expect(known.has(wrong)).toBe(false);
});

const source = new URL('../../../../shared/rfc/requirements.json', import.meta.url);

interface SourceEntry {
  readonly id: string;
  readonly rfc: number;
  readonly section: string;
  readonly level: string;
  readonly keyword: string;
  readonly party: string;
  readonly topic: string;
  readonly observable: string;
  readonly pitfall_codes: readonly string[];
  readonly pitfalls: readonly string[];
  readonly see: readonly string[];
  readonly superseded_by: string | null;
}

/** Entries that we mended, with the reason; the comparison leaves them out. */
const MENDED: Readonly<Record<string, string>> = {
  'MUST-13': 'linked to the entry about resets: who has left TIME-WAIT resets the FIN that comes again',
  'SHLD-11': 'linked to what shows it: the reset, or that nothing is sent again',
  'RFC5961-3.2-2':
    'linked to the entry about CLOSED: continued transmission is what a closed stack never does',
  'RFC9293-3.10.5-1': 'linked to the entry about CLOSED: the TCB is gone',
};

test.skipIf(!existsSync(source))('agrees with the gathered source (needs ../shared)', () => {
  const gathered = JSON.parse(readFileSync(source, 'utf8')) as SourceEntry[];
  expect(gathered.map((entry) => entry.id).sort()).toEqual([...known].sort());
  for (const theirs of gathered) {
    if (theirs.id in MENDED) continue;
    const ours = requirement(theirs.id);
    const { rfc, section, level, keyword, party, topic, observable } = theirs;
    expect(ours, theirs.id).toMatchObject({ rfc, section, level, keyword, party, topic, observable });
    expect(ours?.pitfalls, theirs.id).toEqual(theirs.pitfall_codes);
    expect((ours?.pitfalls.length ?? 0) + (ours?.caveats?.length ?? 0), theirs.id).toBe(
      theirs.pitfalls.length,
    );
    expect(ours?.see ?? [], theirs.id).toEqual(theirs.see);
    expect(ours?.supersededBy !== undefined, theirs.id).toBe(theirs.superseded_by !== null);
  }
});
