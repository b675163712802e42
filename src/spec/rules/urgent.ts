/** The urgent pointer that a stack sends (RFC 9293 §3.8.5, RFC 6093 §4). */
import { CTL, OUT } from '../event.ts';
import { forbid, track } from '../rule.ts';
import { SND } from '../tcb.ts';
import { max, octets } from '../term.ts';

/** The pointer names the octet behind the urgent ones; 65535 may also say “further than that”. */
const names = OUT.SEQ.plus(OUT.UP);

/**
 * Octets once called urgent stay so: the pointer stands or moves on. Octets sent again may carry the
 * pointer that they had.
 */
export const urgentNeverBack = forbid({
  id: 'urgent-pointer-never-back',
  topic: 'urgent',
  cites: ['RFC9293-3.8.5-2', 'MUST-62'],
  when: [CTL.URG, CTL.no.SYN, CTL.no.RST, OUT.OLD.LEN.le(octets(0)), OUT.UP.le(octets(65534))],
  allow: { at: SND.UP, most: names },
});

export const urgentSent = track({
  id: 'urgent-pointer-sent',
  cites: ['MUST-62'],
  on: 'segment sent',
  when: [CTL.URG, CTL.no.SYN, CTL.no.RST],
  then: [SND.UP.becomes(max(SND.UP, names))],
});

export const urgentRules = [urgentNeverBack, urgentSent] as const;
