import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { linuxAvailability } from '../harness/stacks/linux/availability.ts';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));

/** A user namespace in which everything seems to be there, and no network namespace may be made. */
function confined(words: string) {
  const script = `echo 0 > /proc/sys/user/max_net_namespaces && exec "$0" "$1" ${words}`;
  const all = ['-U', '-r', 'sh', '-c', script, process.execPath, MAIN];
  const { status, stdout, stderr } = spawnSync('unshare', all, { encoding: 'utf8' });
  return { code: status, out: stdout, err: stderr };
}

const possible = linuxAvailability().available && spawnSync('unshare', ['-U', '-r', 'true']).status === 0;

describe.skipIf(!possible)('where network namespaces are forbidden (needs root, and unshare -U)', () => {
  test('a recording is refused with the reason, as no fault of ours; the doctor agrees', () => {
    const { code, out, err } = confined('record --scenario open/passive --output nowhere');
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(
      /^tcpassay: the live kernel cannot be driven: unshare.* failed: ENOSPC; it needs root/,
    );
    expect(err).not.toContain('bug');
    const doctor = confined('doctor');
    expect(doctor.code).toBe(3);
    expect(doctor.out).toMatch(/✗ network namespaces/);
  });
});
