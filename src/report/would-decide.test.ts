import { expect, test } from 'vitest';
import { wouldDecide } from './would-decide.ts';

test('topics that want the same are told together, in the order in which they come', () => {
  expect(
    wouldDecide({
      handshake: 'a longer recording',
      reset: 'a scenario that exercises it (reset)',
      close: 'a scenario that exercises it (close)',
      sequence: 'a longer recording',
    }),
  ).toEqual([
    { topics: ['handshake', 'sequence'], text: 'a longer recording' },
    { topics: ['reset', 'close'], text: 'a scenario that exercises it' },
  ]);
});

test('nothing open, nothing wanted', () => {
  expect(wouldDecide({})).toEqual([]);
});
