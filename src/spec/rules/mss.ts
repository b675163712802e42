/** Segment size and the first flight (RFC 9293 §3.7.1, RFC 6928, RFC 3042). */
import { CTL, NOW, OUT } from '../event.ts';
import { IW_OCTETS } from '../profile.ts';
import { exempt, forbid } from '../rule.ts';
import { DUPACKS, RTT, SACK, SMSS, SND } from '../tcb.ts';
import { count, max, min, octets } from '../term.ts';
import { LAST_SENT } from '../transmissions.ts';

/** Eff.snd.MSS: the octets of options come off the peer's MSS (RFC 6691), or off the default. */
export const withinMss = forbid({
  id: 'within-mss',
  topic: 'segment size',
  cites: ['MUST-16', 'MUST-15', 'RFC6691-4-2'],
  when: [CTL.no.SYN, CTL.no.RST, OUT.TEXT.gt(octets(0))],
  allow: { at: OUT.TEXT.plus(OUT.OPTIONS), most: SMSS },
});

export const limitedTransmit = exempt({
  id: 'limited-transmit',
  cites: ['RFC3042-2-1', 'RFC3042-2-2'],
  when: [DUPACKS.ge(count(1))],
  slack: SMSS.times(2),
});

/**
 * RFC 8985 §7.3: where nothing has been heard, a probe of one new segment goes beyond the window. It waits
 * for twice SRTT, or a second where there is none yet; one round trip is less than either.
 */
export const tailLossProbe = exempt({
  id: 'tail-loss-probe',
  cites: ['RFC8985-7.3-2', 'RFC8985-7.3-3'],
  when: [NOW.ge(LAST_SENT.newest(SND.UNA, SND.MAX).plus(RTT))],
  slack: SMSS,
});

/** RFC 6928 §2; a profile may set its octets to RFC 3390's. */
const initialWindow = min(SMSS.times(10), max(SMSS.times(2), IW_OCTETS));
const firstOctet = SND.ISS.plus(octets(1));

/** Before any data is acknowledged, what is outstanding stays within the initial window. */
export const withinInitialWindow = forbid({
  id: 'within-initial-window',
  topic: 'congestion',
  cites: ['RFC6928-2-2', 'RFC5681-3.1-2'],
  when: [
    CTL.no.SYN,
    CTL.no.RST,
    OUT.NEW.LEN.gt(octets(0)),
    OUT.TEXT.gt(octets(0)),
    SND.UNA.le(firstOctet),
    // From the third duplicate on, recovery inflates the window (RFC 5681 3.2): another bound holds then.
    DUPACKS.le(count(2)),
    // What was reported above a gap is not outstanding any more (RFC 6675 5, step 3): another bound too.
    SACK.HEARD.le(count(0)),
  ],
  allow: { at: OUT.NEW.END.minus(firstOctet), most: initialWindow },
  exempt: [limitedTransmit, tailLossProbe],
});

export const mssRules = [withinMss, withinInitialWindow] as const;
