/** Why something is undecided, in words. */
import type { Reason } from '../checker/verdict.ts';

export const REASONS: Readonly<Record<Reason, string>> = {
  'mid-stream': 'the recording begins in the midst of the connection',
  'one-sided': 'only one direction was recorded',
  'capture-loss': 'the recorder missed packets, or may have',
  offload: 'segments were recorded merged, or before the adapter cut them',
  truncated: 'the recorder kept only the beginning of packets',
  fragments: 'IP fragments are not put together',
  'far-vantage': 'the recorder sits away from this end: packets may be lost or reordered between them',
  'order-uncertain': 'the order of the records is not that of the packets',
  'lag-unbounded': 'stamps are too coarse, or missing',
  'range-overflow': 'too much was open at once to be kept',
  'state-cap': 'too much was possible at once to be followed',
  'profile-unknown': 'the profile does not tell a value that is needed',
  'no-api-log': 'what the user of the stack asked for was not recorded',
  'trace-ended': 'the recording ends before it can be told',
  'nothing-exercised': 'nothing happened that the rules speak of',
  'bad-checksum': 'packets have wrong checksums',
  'third-party': 'packets of one side came by different ways: another may have sent some',
};
