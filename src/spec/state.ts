/** The eleven states of RFC 9293 §3.3.2 as bits, so that a belief is a mask of possible states. */
export type State = number;

export const CLOSED = 0x001;
export const LISTEN = 0x002;
export const SYN_SENT = 0x004;
export const SYN_RECEIVED = 0x008;
export const ESTABLISHED = 0x010;
export const FIN_WAIT_1 = 0x020;
export const FIN_WAIT_2 = 0x040;
export const CLOSE_WAIT = 0x080;
export const CLOSING = 0x100;
export const LAST_ACK = 0x200;
export const TIME_WAIT = 0x400;
export const ALL_STATES = 0x7ff;

/** As people write them; STATE_NAMES[i] belongs to bit i. */
export const STATE_NAMES: readonly string[] = [
  'CLOSED',
  'LISTEN',
  'SYN-SENT',
  'SYN-RECEIVED',
  'ESTABLISHED',
  'FIN-WAIT-1',
  'FIN-WAIT-2',
  'CLOSE-WAIT',
  'CLOSING',
  'LAST-ACK',
  'TIME-WAIT',
];

/** The synchronized states, RFC 9293 §3.5.2. */
export const SYNCHRONIZED =
  ESTABLISHED | FIN_WAIT_1 | FIN_WAIT_2 | CLOSE_WAIT | CLOSING | LAST_ACK | TIME_WAIT;
/** Where arriving text is processed, RFC 9293 §3.10.7.4 step 7. */
export const RECEIVING = ESTABLISHED | FIN_WAIT_1 | FIN_WAIT_2;
/** Where data may leave: also after CLOSE, for what was queued before it (events.md §14, 3). */
export const SENDING = ESTABLISHED | CLOSE_WAIT | FIN_WAIT_1 | CLOSING | LAST_ACK;

export const stateText = (mask: State): string => {
  const names = STATE_NAMES.filter((_, i) => (mask & (1 << i)) !== 0);
  return names.length === STATE_NAMES.length ? 'any state' : names.join(' | ') || 'no state';
};
