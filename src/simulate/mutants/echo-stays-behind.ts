import { without } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const echoStaysBehind: Mutant = {
  id: 'echo-stays-behind',
  text: 'does not take the timestamp of new text',
  requirement: 'RFC7323-4.3-4',
  family: 'timestamps',
  evidence: 'near',
  edits: [without('ts-recent-moves')],
};
