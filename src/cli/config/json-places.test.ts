import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jsonPlaces, lineColumn } from './json-places.ts';

const mistakeOf = (text: string): string | undefined => {
  const { mistake } = jsonPlaces(text);
  return mistake && `${lineColumn(text, mistake.at)} ${mistake.message}`;
};

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('places', () => {
  const text = '{\n  "a": { "b c": [1,\n    { "d": null }] },\n  "e\\u0066": 2\n}';
  const place = (...path: PropertyKey[]): string => lineColumn(text, jsonPlaces(text).find(path));

  test('of properties, of elements, of names with escapes', () => {
    expect(place('a')).toBe('2:3');
    expect(place('a', 'b c')).toBe('2:10');
    expect(place('a', 'b c', 0)).toBe('2:18');
    expect(place('a', 'b c', 1, 'd')).toBe('3:7');
    expect(place('ef')).toBe('4:3');
  });

  test('of what is not there: the nearest that is around it', () => {
    expect(place('a', 'x', 'y')).toBe('2:3');
    expect(place()).toBe('1:1');
    expect(place('x')).toBe('1:1');
  });
});

describe('mistakes', () => {
  test.each([
    ['', '1:1 the text ends where a value is due'],
    ['{\n  "a": 1\n  "b": 2 }', "3:3 ',' or '}' is due here"],
    ['{\n  "a": 1,\n}', "3:1 a property's name in double quotes is due here"],
    ['{ a: 1 }', "1:3 a property's name in double quotes is due here"],
    ['{ "a" 1 }', "1:7 ':' is due here"],
    ['[1 2]', "1:4 ',' or ']' is due here"],
    ['[1,]', '1:4 a value is due here'],
    ['{ "a": "x\n" }', '1:8 this string does not end well'],
    ['{} x', '1:4 there is more behind the end of the value'],
    ['{ "a": 1, "a": 2 }', '1:11 "a" stands here a second time'],
  ])('%j', (text, told) => {
    expect(mistakeOf(text)).toBe(told);
  });

  test('a text that nests without end is refused, not recursed into', () => {
    expect(mistakeOf('['.repeat(100_000))).toMatch(/nests too deep/);
  });

  test('are seen exactly where JSON.parse sees one', () => {
    const value = fc.jsonValue({ maxDepth: 4 });
    const edit = fc.record({
      at: fc.nat(200),
      cut: fc.nat(2),
      put: fc.constantFrom('', ',', '"', '{', ']', '1', '\\', ' '),
    });
    fc.assert(
      fc.property(value, fc.constantFrom(0, 2), edit, (one, indent, { at, cut, put }) => {
        const text = JSON.stringify(one, null, indent);
        expect(jsonPlaces(text).mistake).toBeUndefined();
        const i = at % (text.length + 1);
        const edited = text.slice(0, i) + put + text.slice(i + cut);
        const mistake = mistakeOf(edited);
        fc.pre(mistake?.includes('a second time') !== true);
        expect(mistake === undefined).toBe(parses(edited));
      }),
      { numRuns: 2000, seed: 7 },
    );
  });
});
