/**
 * The only list of all rules. Order says nothing; where two rules write one slot in one event, `after` does.
 */
import { CTL, OUT } from '../event.ts';
import { checkSpec } from '../load.ts';
import type { Spec } from '../rule.ts';
import { RCV } from '../tcb.ts';
import { ackGenerationRules } from './ack-generation.ts';
import { closeRules } from './close.ts';
import { ACKNOWLEDGMENT, FIN, NEW, OLD, RST, SACK_BLOCKS, SYN } from './families.ts';
import { fastRetransmitRules } from './fast-retransmit.ts';
import { headerRules } from './header.ts';
import { limitedTransmit, mssRules, tailLossProbe } from './mss.ts';
import { openRules } from './open.ts';
import { pawsRules } from './paws-answers.ts';
import { receiveWindowRules } from './receive-window.ts';
import { resetRules } from './reset.ts';
import { retransmissionRules } from './retransmission-timer.ts';
import { sackRules } from './sack.ts';
import { sendWindowRules } from './send-window.ts';
import { timestampRules } from './timestamps.ts';
import { urgentRules } from './urgent.ts';
import { callRules } from './user-calls/calls.ts';

export const SPEC: Spec = checkSpec({
  version: '2026.11',
  families: [SYN, NEW, OLD, FIN, RST, ACKNOWLEDGMENT, SACK_BLOCKS],
  rules: [
    ...callRules,
    ...openRules,
    ...sendWindowRules,
    ...fastRetransmitRules,
    ...retransmissionRules,
    ...receiveWindowRules,
    ...closeRules,
    ...ackGenerationRules,
    ...resetRules,
    ...headerRules,
    ...timestampRules,
    ...pawsRules,
    ...mssRules,
    ...sackRules,
    ...urgentRules,
    limitedTransmit,
    tailLossProbe,
  ],
  proofs: [{ when: [CTL.ACK, CTL.no.RST], field: OUT.ACK, slot: RCV.NXT }],
});
