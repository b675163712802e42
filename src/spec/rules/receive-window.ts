/** The window offered and the acknowledgment number (RFC 9293 §3.4, §3.8.6; RFC 7323 §2.4). */
import { CTL, NOW, OUT, SEG } from '../event.ts';
import { IMMEDIATE } from '../profile.ts';
import { reassembly } from '../reassembly.ts';
import { forbid, permit, track } from '../rule.ts';
import { RECEIVING, SYN_RECEIVED, SYNCHRONIZED } from '../state.ts';
import { ABORTED, HEARD, RCV, SND, STATE } from '../tcb.ts';
import { atWill, count, max, octets, per } from '../term.ts';
import { ACKNOWLEDGMENT } from './families.ts';
import { stampFine, stampOld } from './paws.ts';

const text = [
  CTL.ACK,
  CTL.no.SYN,
  CTL.no.RST,
  SEG.LEN.gt(octets(0)),
  SEG.ACK.gt(SND.ISS),
  SEG.ACK.le(SND.MAX),
] as const;
const notShut = RCV.SHUT.le(count(0));

/** Text and FIN of an acceptable segment. Out of order it is held or not, as RCV.HOLDS says. */
export const textArrives = track({
  id: 'text-arrives',
  cites: ['RFC9293-3.10.7.4-14', 'SHLD-31', 'RFC9293-3.10.7.4-23'],
  on: 'segment arrives',
  in: SYN_RECEIVED | RECEIVING,
  when: [...text, SEG.ACK.ge(SND.UNA), SEG.END.le(RCV.ADV), notShut, stampFine],
  runs: reassembly,
});

/**
 * Beyond the window, with an old ACK (MAY-12), or after a full CLOSE (SHLD-3) a stack may take it or leave
 * it.
 */
export const textBeyondWindow = track({
  id: 'text-beyond-window',
  cites: ['RFC9293-3.10.7.4-3'],
  on: 'segment arrives',
  in: SYN_RECEIVED | RECEIVING,
  when: [...text, SEG.END.gt(RCV.ADV), atWill()],
  runs: reassembly,
});
export const textWithOldAck = track({
  id: 'text-with-old-ack',
  cites: ['MAY-12'],
  on: 'segment arrives',
  in: SYN_RECEIVED | RECEIVING,
  when: [...text, SEG.ACK.lt(SND.UNA), SEG.END.le(RCV.ADV), atWill()],
  runs: reassembly,
});
/**
 * An ACK older than the connection: RFC 793 has no lower end for it, RFC 5961 §5 one that may lie there
 * too.
 */
export const textWithAckBeforeIss = track({
  id: 'text-with-ack-before-iss',
  cites: ['MAY-12'],
  on: 'segment arrives',
  in: RECEIVING,
  when: [
    CTL.ACK,
    CTL.no.SYN,
    CTL.no.RST,
    SEG.LEN.gt(octets(0)),
    SEG.ACK.le(SND.ISS),
    SEG.END.le(RCV.ADV),
    atWill(),
  ],
  runs: reassembly,
});
export const textAfterClose = track({
  id: 'text-after-close',
  cites: ['MAY-1', 'SHLD-3'],
  on: 'segment arrives',
  in: SYN_RECEIVED | RECEIVING,
  when: [...text, SEG.TEXT.gt(octets(0)), RCV.SHUT.ge(count(1)), atWill()],
  runs: reassembly,
});
/**
 * An old timestamp, or none where one is expected: PAWS refuses it, stacks without PAWS take it (RFC 7323
 * 3.2, 5.3).
 */
export const textWithOldStamp = track({
  id: 'text-with-old-timestamp',
  cites: ['RFC7323-5.3-1', 'RFC7323-3.2-7'],
  on: 'segment arrives',
  in: SYN_RECEIVED | RECEIVING,
  when: [...text, ...stampOld, atWill()],
  runs: reassembly,
});
/** A FIN without text loses nothing, so a full CLOSE changes nothing for it. */
export const finAfterClose = track({
  id: 'fin-after-close',
  cites: ['RFC9293-3.10.7.4-17'],
  on: 'segment arrives',
  in: SYN_RECEIVED | RECEIVING,
  when: [
    ...text,
    SEG.TEXT.le(octets(0)),
    SEG.ACK.ge(SND.UNA),
    SEG.END.le(RCV.ADV),
    RCV.SHUT.ge(count(1)),
    stampFine,
  ],
  runs: reassembly,
});

export const acknowledge = permit({
  id: 'acknowledge',
  cites: ['RFC9293-3.1-4'],
  of: ACKNOWLEDGMENT,
  when: [
    OUT.ACK.eq(RCV.NXT),
    // After an abort nothing leaves but an RST, nor after any other end.
    ABORTED.le(count(0)),
    per('RFC9293-3.10.7.1-1', STATE.in(SYN_RECEIVED | SYNCHRONIZED)),
  ],
  often: 2,
});

/**
 * RFC 9293 3.10.7.4 has the ACK field of a segment processed before its text: what is sent because of that
 * field (a retransmission, new text) may still acknowledge what had arrived before.
 */
export const segmentArrives = track({
  id: 'expected-before-segment',
  cites: ['RFC9293-3.10.7.4-9'],
  on: 'segment arrives',
  when: [],
  then: [RCV.BEFORE.becomes(RCV.NXT)],
});
export const acknowledgeBeforeText = permit({
  id: 'acknowledge-before-text',
  cites: ['RFC9293-3.10.7.4-9', 'RFC9293-3.1-4'],
  of: ACKNOWLEDGMENT,
  in: SYNCHRONIZED,
  when: [
    OUT.LEN.gt(octets(0)),
    OUT.ACK.eq(RCV.BEFORE),
    OUT.ACK.lt(RCV.NXT),
    NOW.le(HEARD.plus(IMMEDIATE)),
    ABORTED.le(count(0)),
  ],
  often: 0.3,
});

export const ackBit = forbid({
  id: 'ack-bit-always',
  topic: 'acknowledgment',
  cites: ['RFC9293-3.1-4'],
  when: [CTL.no.SYN, CTL.no.RST],
  allow: { test: CTL.ACK },
});

export const ackNeverBack = forbid({
  id: 'ack-never-back',
  topic: 'acknowledgment',
  cites: ['RFC9293-3.8-2'],
  when: [CTL.ACK, CTL.no.RST],
  allow: { at: RCV.ACKED, most: OUT.ACK },
});

/**
 * RFC 7323 2.4: scaling may retract the edge by less than one unit of the field. The window of a SYN is not
 * scaled
 * (2.2): sent again, it cannot say what an ACK has promised meanwhile.
 */
export const windowNotShrunk = forbid({
  id: 'window-not-shrunk',
  topic: 'window',
  cites: ['SHLD-14'],
  when: [CTL.ACK, CTL.no.SYN, CTL.no.RST],
  allow: { at: RCV.ADV, most: OUT.EDGE.plus(OUT.GRAIN) },
});

export const edgeOffered = track({
  id: 'edge-offered',
  cites: ['RFC7323-2.4-1'],
  on: 'segment sent',
  when: [CTL.ACK, CTL.no.RST],
  then: [RCV.ADV.becomes(max(RCV.ADV, OUT.EDGE)), RCV.ACKED.becomes(max(RCV.ACKED, OUT.ACK))],
});

export const receiveWindowRules = [
  textArrives,
  textBeyondWindow,
  textWithOldAck,
  textWithAckBeforeIss,
  textAfterClose,
  textWithOldStamp,
  finAfterClose,
  acknowledge,
  segmentArrives,
  acknowledgeBeforeText,
  ackBit,
  ackNeverBack,
  windowNotShrunk,
  edgeOffered,
] as const;
