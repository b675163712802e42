/**
 * The families of a sent segment (core-semantics.md §4): inside one, permits are alternatives; across them
 * all must hold.
 */
import { CTL, OUT } from '../event.ts';
import { family } from '../rule.ts';
import { octets } from '../term.ts';

const none = octets(0);

/** Sequence numbers beyond SND.MAX: data and a new FIN. */
export const NEW = family({
  id: 'new octets',
  topic: 'sequence',
  closed: { by: ['RFC9293-3.8-1', 'RFC9293-3.6-3'] },
  applies: [CTL.no.SYN, CTL.no.RST, OUT.NEW.LEN.gt(none)],
  leads: true,
});

/**
 * Sequence numbers sent before. Closed because a segment is never resent before any RTO could allow it, and
 * that RTO doubles.
 */
export const OLD = family({
  id: 'old octets',
  topic: 'retransmission',
  closed: { by: ['RFC6298-5-1', 'RFC6298-5.5-1'] },
  applies: [CTL.no.SYN, CTL.no.RST, OUT.OLD.LEN.gt(none)],
  leads: true,
});

export const SYN = family({
  id: 'SYN',
  topic: 'handshake',
  closed: { by: ['RFC6298-5-1', 'RFC9293-3.5-1', 'RFC6298-5.5-1'] },
  applies: [CTL.SYN, CTL.no.RST],
  leads: true,
});

export const FIN = family({
  id: 'FIN',
  topic: 'close',
  closed: { by: ['RFC9293-3.6-3', 'RFC9293-3.6-2'] },
  applies: [CTL.FIN, CTL.no.SYN, CTL.no.RST],
  leads: false,
});

export const RST = family({
  id: 'RST',
  topic: 'reset',
  closed: { by: ['RFC9293-3.5.2-6', 'RFC9293-3.5.2-2'] },
  applies: [CTL.RST],
  leads: true,
});

export const ACKNOWLEDGMENT = family({
  id: 'acknowledgment',
  topic: 'acknowledgment',
  closed: { by: ['RFC9293-3.1-4', 'RFC9293-3.8-2'] },
  applies: [CTL.ACK, CTL.no.RST],
  leads: true,
});

/** A block tells the peer what not to send again. */
export const SACK_BLOCKS = family({
  id: 'SACK blocks',
  topic: 'selective acknowledgment',
  closed: { by: ['RFC2018-3-1', 'RFC2018-4-1'] },
  applies: [CTL.SACK, CTL.ACK, CTL.no.RST],
  leads: false,
});
