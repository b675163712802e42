/** What may be wrong with a recording, in words. */

/** By class. */
const FLAWS: Readonly<Record<string, string>> = {
  'capture-loss': 'octets were acknowledged that are not in the capture: the recorder missed them',
  'recorded-twice': 'the same packet stands in the capture again',
  order: 'packets stand in another order than they were sent in',
  'time-back': 'time stamps go back',
  'no-time': 'packets without a time stamp',
  offload: 'segments larger than the peer accepts, merged or not yet cut by an adapter',
  'checksum-offload': 'checksums left for the adapter to fill in',
  'bad-checksum': 'wrong checksums: nobody can have accepted these packets',
  snapped: 'the recorder kept only the beginning of packets',
  fragments: 'IP fragments, which are not put together',
  'third-party': 'packets of one side come by different ways: somebody else may have sent some',
  'one-sided': 'only one direction was recorded',
  'mid-stream': 'the capture begins in the midst of the connection',
  length: 'lengths that contradict each other',
  'drops-counted': 'the recorder counted packets that it lost',
  'not-read': 'packets that hold no TCP segment that could be read',
};

/** What a class of flaws says of a recording; the class itself where nobody knows it. */
export const flawText = (name: string): string => FLAWS[name] ?? name;
