import { OUT } from '../../spec/event.ts';
import { SND } from '../../spec/tcb.ts';
import { octets } from '../../spec/term.ts';
import { allowing } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const octetAtFin: Mutant = {
  id: 'octet-at-fin',
  text: 'sends an octet under the number of its FIN',
  requirement: 'RFC9293-3.6-3',
  family: 'old octets',
  evidence: 'near',
  edits: [allowing('no-octet-at-fin', OUT.OLD.END.le(SND.FIN.plus(octets(1))))],
  allowed: 'With more room a segment is cut elsewhere.',
};
