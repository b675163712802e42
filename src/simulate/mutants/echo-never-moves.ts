import { without } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const echoNeverMoves: Mutant = {
  id: 'echo-never-moves',
  text: 'echoes the timestamp of the SYN for ever',
  requirement: 'RFC7323-4.3-4',
  family: 'timestamps',
  evidence: 'near',
  edits: [without('ts-recent-moves', 'ts-recent-moves-otherwise', 'ts-recent-goes-back')],
};
