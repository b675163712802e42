import { expect, it } from 'vitest';
import { linkedTo } from './linked.ts';

it('links entries in both directions, one step far', () => {
  expect([...linkedTo('RFC5681-4.2-3')]).toEqual(['RFC5681-4.2-3', 'MUST-40']);
  expect(linkedTo('MUST-40')).toContain('RFC5681-4.2-4');
  expect(linkedTo('RFC5681-4.2-3')).not.toContain('RFC5681-4.2-4');
});
