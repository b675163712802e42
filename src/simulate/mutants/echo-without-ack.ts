import { CTL } from '../../spec/event.ts';
import { also, another, without } from '../mutation/edit.ts';
import type { Mutant } from '../mutation/mutant.ts';

export const echoWithoutAck: Mutant = {
  id: 'echo-without-ack',
  text: 'has an echo on segments without ACK',
  requirement: 'RFC7323-3.2-1',
  family: 'timestamps',
  evidence: 'near',
  edits: [
    without('no-echo-without-ack'),
    another('active-open', 'active-open-with-echo', (id) => also(id, CTL.TIMESTAMPS, CTL.no.ECHO_ZERO)),
  ],
};
