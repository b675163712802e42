import { OUT } from '../../spec/event.ts';
import { count } from '../../spec/term.ts';
import { digestOf } from '../../spec/transmissions.ts';
import { allowing } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const resendsOtherOctets: Mutant = {
  id: 'resends-other-octets',
  text: 'sends other octets under numbers that it has used',
  requirement: 'RFC9293-3.4-S',
  family: 'old octets',
  evidence: 'payload',
  edits: [
    allowing('same-octets-again', OUT.OLD.DIGEST.eq(digestOf(OUT.OLD.SEQ, OUT.OLD.END).plus(count(1)))),
  ],
};
