import { expect, test } from 'vitest';
import { failureOf, Interrupted, reasonOf, UsageError } from './failure.ts';

test('a mistake of the user ends in 2, told by its message alone', () => {
  expect(failureOf(new UsageError('x.trace: permission denied'))).toEqual({
    code: 2,
    lines: ['x.trace: permission denied'],
  });
});

test('Ctrl-C ends in 130', () => {
  expect(failureOf(new Interrupted('interrupted'))).toEqual({ code: 130, lines: ['interrupted'] });
});

test.each([new RangeError('no such slot'), 'a string', undefined])(
  '%s is our own mistake, and says so',
  (thrown) => {
    const { code, lines } = failureOf(thrown);
    expect(code).toBe(4);
    expect(lines.at(-1)).toContain('this is a bug of tcpassay');
    if (thrown instanceof Error) expect(lines[0]).toMatch(/RangeError: no such slot\n +at /);
  },
);

test('system errors are told in words, others by their message', () => {
  expect(reasonOf(Object.assign(new Error('ENOENT: open'), { code: 'ENOENT' }))).toBe(
    'there is no such file or folder',
  );
  expect(reasonOf(new SyntaxError('Unexpected token'))).toBe('Unexpected token');
});
