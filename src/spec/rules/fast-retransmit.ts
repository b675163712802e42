/** Retransmission on evidence of loss, before the timer (RFC 5681 §3.2, RFC 5827, RFC 8985). */
import { CTL, OUT, SEG } from '../event.ts';
import { permit, track } from '../rule.ts';
import { SYN_RECEIVED, SYNCHRONIZED } from '../state.ts';
import { DUPACKS, RESEND, SND } from '../tcb.ts';
import { between, count, octets } from '../term.ts';
import { OLD } from './families.ts';

/** Counted loosely: which duplicate a stack counts differs (window changed, SACK, data on it), so any may count. */
export const duplicateAck = track({
  id: 'duplicate-ack',
  cites: ['RFC5681-2-2'],
  on: 'segment arrives',
  in: SYN_RECEIVED | SYNCHRONIZED,
  when: [CTL.ACK, CTL.no.SYN, CTL.no.RST, SEG.ACK.le(SND.UNA), SEG.ACK.lt(SND.MAX)],
  then: [DUPACKS.becomes(between(DUPACKS, DUPACKS.plus(count(1))))],
  after: ['ack-of-new-data', 'ack-of-new-data-otherwise'],
});

export const fastRetransmit = permit({
  id: 'fast-retransmit',
  cites: ['RFC5681-3.2-3', 'RFC5681-3.2-8'],
  of: OLD,
  in: SYNCHRONIZED,
  when: [OUT.OLD.SEQ.eq(SND.UNA), DUPACKS.ge(count(3))],
  then: [RESEND.NEXT.becomes(OUT.OLD.END), RESEND.END.becomes(SND.MAX)],
});

/** Early retransmit and RACK need fewer duplicates than three; MAYs of their own RFCs. */
export const earlyRetransmit = permit({
  id: 'early-retransmit',
  cites: ['RFC5827-3.2-1', 'RFC8985-6.2-1'],
  of: OLD,
  in: SYNCHRONIZED,
  when: [OUT.OLD.SEQ.ge(SND.UNA), DUPACKS.ge(count(1)), OUT.OLD.LEN.gt(octets(0))],
  then: [RESEND.NEXT.becomes(OUT.OLD.END), RESEND.END.becomes(SND.MAX)],
});

export const fastRetransmitRules = [duplicateAck, fastRetransmit, earlyRetransmit] as const;
