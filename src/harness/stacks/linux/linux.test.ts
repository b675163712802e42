import { describe, expect, test } from 'vitest';
import { stackContract } from '../../stack-contract.ts';
import { linuxAvailability, missingCapabilities } from './availability.ts';
import { startLinux } from './linux.ts';

const { available, reason } = linuxAvailability();

if (available) stackContract(await startLinux());
else test.skip(`linux as a stack: ${reason}`, () => undefined);

describe('availability', () => {
  test('has a reason exactly where the kernel cannot be driven', () => {
    expect(reason === '').toBe(available);
  });

  test('names the capabilities that are missing', () => {
    expect(missingCapabilities('Name:\tnode\nCapEff:\t0000000000000000\n')).toEqual([
      'CAP_NET_ADMIN',
      'CAP_NET_RAW',
      'CAP_SYS_ADMIN',
    ]);
    expect(missingCapabilities('CapEff:\t000001ffffffffff\n')).toEqual([]);
    expect(missingCapabilities('CapEff:\t0000000000002000\n')).toEqual(['CAP_NET_ADMIN', 'CAP_SYS_ADMIN']);
    expect(missingCapabilities('')).toHaveLength(3);
  });
});
