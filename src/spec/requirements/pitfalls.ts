/** What captures do to a judge, told once and referred to by code from the catalogue's entries. */
export const PITFALLS = {
  appl: 'What the application caused, or did not give the stack to send, cannot be told from the stack without an API log.',
  csum: 'Checksum offload: captured on the sending host the checksum is often not filled in yet; on the receiving host it may have been checked in hardware.',
  drop: 'Capture drops: a packet that the recorder missed can hide the trigger or the answer. Look for ACKs of data never seen and for gaps in IP identification or sequence near the event; if there are any, nothing is decided.',
  gro: 'Receive offload (GRO, LRO) at the tap joins several segments of the wire into one and hides how many ACKs they earned.',
  inj: "Injected segments are not the endpoint's.",
  ka: 'Keep-alives and window probes may carry one garbage octet at SND.UNA − 1.',
  mid: 'Middleboxes and NAT may clamp the MSS, strip or rewrite options, clear ECN or URG, shift sequence numbers, split segments or forge RSTs: the tap must stand on the side of the stack.',
  reord:
    'Reordering between stack and tap can turn the order of emission round: look at TSval, IP identification and SACK before concluding.',
  start:
    'The capture begins after the handshake: options, window scale, MSS and initial sequence numbers are unknown.',
  trunc: 'A snap length cut the packet: checksum, options or payload cannot be verified.',
  tso: 'Send offload (TSO, GSO): above it the capture shows segments larger than the MSS under one set of flags. Record on the wire, or split them before judging sizes and bursts.',
  vp: 'Vantage point: time and order are those of the tap. What is under way between tap and stack has no certain order, so allow for that delay (from none to a round trip), for processing, and for loss between the two.',
} as const;

export type Pitfall = keyof typeof PITFALLS;
