import { CTL } from '../../spec/event.ts';
import { also, another, not, often, without } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const optionLengthWrong: Mutant = {
  id: 'option-length-wrong',
  text: 'writes an option whose length octet cannot be',
  requirement: 'MUST-68',
  family: 'handshake options',
  evidence: 'near',
  edits: [
    without('options-well-formed'),
    another(
      'acknowledge',
      'acknowledge-with-wrong-option',
      (id) => also(id, not(CTL.no.MALFORMED_OPTIONS)),
      (id) => often(id, 0.3),
    ),
  ],
};
