/** Debts of inputs that wait while the stack sends. */
import { expect, test } from 'vitest';
import { ruleTrace, synReceived } from './testing/rule-trace.ts';
import { judgeTrace } from './testing/test-rule.ts';

const LAG = 5e6;
/** What is found where text waits while the stack, whose SYN,ACK had no timestamps, sends this. */
function found(sent: string): readonly string[] {
  const trace = ruleTrace(
    synReceived({ stamps: 'peer' }),
    `
      .7    < . 1:1(0) ack 1
      +.001 < . 1:101(100) ack 1
      +.001 > ${sent}`,
  );
  const header = { ...trace.header, lag: { ...trace.header.lag, in: LAG } };
  return judgeTrace({ ...trace, header }).findings.map((f) => f.rule);
}

test('text owes no ACK where it may have met what the stack agreed on meanwhile', () => {
  // PAWS drops what has no timestamp once they are agreed on.
  expect(found('S. 0:0(0) ack 1 <mss 1460,nop,nop,TS val 1000 ecr 100>')).toEqual([]);
});
test('nor where the stack has gone back to the state before the ACK meanwhile', () => {
  // Seed 5090 of the walks: who sends its SYN,ACK again may have dropped the ACK (Linux, TCP_DEFER_ACCEPT).
  expect(found('S. 0:0(0) ack 1 <mss 1460>')).toEqual([]);
});
test('it owes one where what the stack has sent changes nothing for it', () => {
  expect(found('P. 1:101(100) ack 1')).toEqual(['ack-within-half-a-second']);
});
