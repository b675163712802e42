/**
 * Where one 4-tuple begins anew (RFC 9293 §3.6.1): told by the stack's own new ISS after the old connection
 * had gone on.
 */
import { endpointText } from '../trace/segment-text.ts';
import { ACK, type SegmentEvent, SYN, type TraceEvent } from '../trace/trace.ts';

/**
 * Places among `events` at which another incarnation begins. `mine` says which segments are of the 4-tuple.
 * A SYN alone begins none: in the midst of a connection it is answered by a challenge ACK (RFC 5961 §4). An
 * opening
 * that the user gave up before anything was heard (RFC 9293 §3.10.4, CLOSE in SYN-SENT) goes before another
 * one where a
 * connect call shows it, or where no calls are recorded that could.
 */
export function incarnationsOf(
  events: readonly TraceEvent[],
  mine: (event: SegmentEvent) => boolean,
): readonly number[] {
  const starts: number[] = [];
  let iss: number | undefined;
  /**
   * Anything but copies of its SYNs was seen since the stack's SYN: before, a SYN that moves is a fault, no
   * beginning.
   */
  let wentOn = false;
  let lastSegment = -1;
  /** The SYN that the stack has not answered yet, and its number: its copies begin nothing of their own. */
  let asked = -1;
  let askedSeq = -1;
  /** The SYN that the stack's own acknowledged, −1 where it acknowledged none. */
  let answered = -1;
  const logged = events.some((event) => event.kind === 'call');
  /** Calls that opened to this remote end since the stack's last new SYN, by their endpoints. */
  const opens = new Set<string>();
  events.forEach((event, i) => {
    if (event.kind === 'call' && event.name === 'connect') opens.add(String(event.args.remote));
    if ((event.kind !== 'sent' && event.kind !== 'arrived') || !mine(event)) return;
    const { flags, seq, ack } = event.segment;
    const syn = (flags & SYN) !== 0;
    if (event.kind === 'sent' && syn && seq !== iss) {
      const opensAnew =
        (flags & ACK) === 0 && (!logged || opens.has(endpointText(event.segment.destination)));
      if (iss !== undefined && (wentOn || opensAnew)) starts.push(asked >= 0 ? asked : lastSegment + 1);
      iss = seq;
      answered = (flags & ACK) === 0 ? -1 : (ack - 1) >>> 0;
      wentOn = false;
      opens.clear();
    } else if (!syn) wentOn = true;
    // Another SYN in SYN-RECEIVED takes the stack back to LISTEN (RFC 9293 §3.10.7.4, fourth).
    const other = event.kind === 'arrived' && (flags & (SYN | ACK)) === SYN && seq !== answered;
    if (other && answered >= 0) wentOn = true;
    if (event.kind === 'sent') asked = -1;
    else if ((flags & (SYN | ACK)) === SYN && (asked < 0 || seq !== askedSeq)) {
      asked = i;
      askedSeq = seq;
    }
    lastSegment = i;
  });
  return starts;
}
