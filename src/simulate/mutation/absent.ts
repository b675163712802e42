/**
 * Broken stacks that nothing here can tell from right ones yet: the spec has no rule about what they get
 * wrong. They stand in the table, so that nobody takes the list of mutants for all there is.
 */
export interface Absent {
  readonly name: string;
  /** What the spec lacks. */
  readonly family: string;
}

const lacking = (family: string, ...names: readonly string[]): readonly Absent[] =>
  names.map((name) => ({ name, family }));

export const ABSENT: readonly Absent[] = [
  ...lacking(
    'congestion window',
    'no slow start at the beginning',
    'no slow start after a timeout',
    'a window that was never set',
    'more than one segment a round trip in congestion avoidance',
    'no deflation after recovery',
    'three segments for each ACK',
    'growth on duplicate ACKs outside recovery',
    'no reduction on ECE',
    'undo without evidence',
    'growth by the number of ACKs, not by octets',
    'growth on an ACK of what was not sent',
  ),
  ...lacking(
    'estimate of the round trip',
    'samples from retransmitted segments',
    'variation folded wrongly after back-off',
    'back-off not cleared by a new ACK',
  ),
  ...lacking(
    'what waits to be sent',
    'FIN not sent after CLOSE',
    'no window probe, so that both sides wait',
    'probes begun anew when the window shrinks',
    'PSH never set',
    'data before the handshake is over',
  ),
  ...lacking('keep-alives', 'keep-alives too often, or given up too early'),
  ...lacking(
    'silly windows',
    'tiny window updates',
    'a window offered before the segment is checked',
    'text above a gap thrown away',
    'reported octets thrown away',
  ),
  ...lacking('PAWS in detail', 'PAWS applied to a reset', 'old duplicates taken after a wrap'),
  ...lacking('a SYN in TIME-WAIT', 'a SYN with a lower number taken in TIME-WAIT'),
];
