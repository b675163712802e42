import { expect, test } from 'vitest';
import { OUTCOME, outcomeKind } from './outcome.ts';
import { linkText, outcomeText } from './outcome-text.ts';

test('outcomes in words', () => {
  const texts = Object.values(OUTCOME).map((outcome) => `12 packets ${outcomeText(outcome, 8)}`);
  expect(new Set(texts).size).toBe(texts.length);
  expect(texts.filter((text) => /undefined|NaN/.test(text))).toEqual([]);
  expect(outcomeText(OUTCOME.LINK_TYPE, 105)).toBe('of link type 105 (IEEE 802.11), which is not read');
  expect(outcomeText(OUTCOME.LINK_TYPE, 9999)).toBe('of link type 9999, which is not read');
  expect(outcomeText(OUTCOME.ETHERTYPE, 0x88cc)).toBe('of EtherType 0x88cc (LLDP)');
  expect(outcomeText(OUTCOME.IP_PROTOCOL, 50)).toBe('of IP protocol 50 (ESP)');
  expect(outcomeText(OUTCOME.ICMP, -1)).toBe('of ICMP, without a TCP segment');
  expect(linkText(1)).toBe('1 (Ethernet)');
});

test('outcomes in groups', () => {
  const kinds = Object.entries(OUTCOME).map(([name, outcome]) => `${name} ${outcomeKind(outcome)}`);
  expect(kinds).toEqual([
    'TCP segment',
    'ICMP_ERROR error',
    ...['ARP', 'UDP', 'ICMP', 'IP_PROTOCOL', 'FRAGMENT', 'ETHERTYPE', 'LLC', 'PPP_PROTOCOL', 'FAMILY'].map(
      (name) => `${name} other`,
    ),
    ...['LINK_CUT', 'IP_CUT', 'IP_VERSION', 'IP_HEADER_LENGTH', 'IP_LENGTH', 'TUNNEL_CUT'].map(
      (name) => `${name} unusable`,
    ),
    ...['TUNNEL_HEADER', 'TOO_DEEP', 'TCP_CUT', 'TCP_SHORT', 'DATA_OFFSET_LOW', 'DATA_OFFSET_HIGH'].map(
      (name) => `${name} unusable`,
    ),
    'LINK_TYPE unread',
  ]);
});
