import { dropped } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const probesWithManyOctets: Mutant = {
  id: 'probes-with-many-octets',
  text: 'probes a closed window with as much as it has',
  requirement: 'RFC9293-3.8-1',
  family: 'new octets',
  evidence: 'near',
  edits: [dropped('window-probe', 'OUT.NEW.LEN ≤ 1', 'OUT.NEW.END ≤ SND.EDGE + 1')],
  allowed: 'With more room a segment is cut elsewhere.',
};
