/** Why something is undecided, in words. */
import type { Reason } from '../checker/verdict.ts';

export const REASONS: Readonly<Record<Reason, string>> = {
  'mid-stream': 'the recording begins within the connection',
  'one-sided': 'only one direction was recorded',
  'capture-loss': 'records are missing',
  offload: 'segments were merged or divided before they were recorded',
  truncated: 'segments were cut',
  fragments: 'datagrams were fragmented',
  'far-vantage': 'the recorder sat away from the stack',
  'order-uncertain': 'the order of the records is uncertain',
  'lag-unbounded': 'how late the records are is not known',
  'range-overflow': 'the numbers left the range that can be computed with',
  'state-cap': 'too many things may have happened',
  'profile-unknown': 'the profile says nothing of it',
  'no-api-log': 'the calls were not recorded',
  'trace-ended': 'the recording ended before it was decided',
  'nothing-exercised': 'too little happened',
  'bad-checksum': 'checksums are wrong',
  'third-party': 'somebody else’s segments are in the recording',
};
