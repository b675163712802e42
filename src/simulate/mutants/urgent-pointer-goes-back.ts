import { without } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const urgentPointerGoesBack: Mutant = {
  id: 'urgent-pointer-goes-back',
  text: 'moves its urgent pointer back',
  requirement: 'RFC9293-3.8.5-2',
  family: 'urgent',
  evidence: 'near',
  edits: [without('urgent-pointer-never-back')],
};
