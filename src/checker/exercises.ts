/** What must happen so that a topic can be judged at all, in words for a user (architecture.md §5). */
import type { Topic } from '../spec/rule.ts';

/** Each reads on with “… would decide it”. */
export const EXERCISES: Readonly<Record<Topic, string>> = {
  sequence: 'a segment that the stack sends once the handshake is done',
  acknowledgment: 'a segment that the stack acknowledges',
  window: 'a segment in which the stack offers a window',
  handshake: 'a connection that opens',
  close: 'a FIN of the stack that leaves after its CLOSE has returned, or comes again',
  reset: 'a segment to a port that nobody has open, or a RST or SYN within the window',
  retransmission: 'octets of the stack that stay unacknowledged for longer than its RTO',
  congestion: 'octets that the stack sends before any are acknowledged',
  'segment size': 'octets that the stack sends',
  'selective acknowledgment': 'a gap in what arrives, where both SYNs permit SACK',
  urgent: 'urgent octets that the stack sends',
  options: 'a segment of the stack with its whole option list',
};
