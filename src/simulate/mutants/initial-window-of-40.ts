import { OUT } from '../../spec/event.ts';
import { SMSS, SND } from '../../spec/tcb.ts';
import { octets } from '../../spec/term.ts';
import { allowing } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const initialWindowOf40: Mutant = {
  id: 'initial-window-of-40',
  text: 'begins with forty segments',
  requirement: 'RFC6928-2-2',
  family: 'MSS',
  evidence: 'near',
  edits: [allowing('within-initial-window', OUT.NEW.END.minus(SND.ISS.plus(octets(1))).le(SMSS.times(40)))],
};
