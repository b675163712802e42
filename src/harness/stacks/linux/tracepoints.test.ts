import { expect, test } from 'vitest';
import { missingFields, parseTraceLine, socketIn, tracedOf, wordsOf } from './tracepoints.ts';

const PROBE =
  '      MainThread-32063   [000] b..1. 22317.884276: tcp_probe: family=AF_INET6 src=[2001:db8::1]:8004 dest=[2001:db8::5]:40004 mark=0x0 data_len=50 snd_nxt=0xdefbbec3 snd_una=0xdefbbec1 snd_cwnd=10 ssthresh=2147483647 snd_wnd=65535 srtt=51073 rcv_wnd=64800 sock_cookie=2 skbaddr=00000000222b8270 skaddr=0000000081725a81';
const STATE =
  '          a b-7   [001] ..s3. 9.000001: inet_sock_set_state: family=AF_INET protocol=IPPROTO_TCP sport=8001 dport=40001 saddr=192.0.2.1 daddr=192.0.2.2 saddrv6=::ffff:192.0.2.1 daddrv6=::ffff:192.0.2.2 oldstate=TCP_LISTEN newstate=TCP_SYN_RECV';
const WORDS = wordsOf('{ 3, "TCP_SYN_RECV" }, { 10, "TCP_LISTEN" }, { TCP_CLOSE, "TCP_CLOSE" }');

function parsed(line: string) {
  const found = parseTraceLine(line);
  if (found === undefined) throw new Error('it is an event');
  return found;
}

test('a probe: 32 bits in hexadecimal, ends of IPv6 in brackets', () => {
  expect(parsed(PROBE)).toMatchObject({ pid: 32_063, own: true, at: 22_317_884_276_000, name: 'tcp_probe' });
  expect(tracedOf(parsed(PROBE), WORDS)).toEqual({
    source: 'tcp_probe',
    at: 22_317_884_276_000,
    local: { address: '2001:db8::1', port: 8004 },
    remote: { address: '2001:db8::5', port: 40_004 },
    fields: {
      sport: 8004,
      dport: 40_004,
      data_len: 50,
      snd_nxt: 0xdefbbec3,
      snd_una: 0xdefbbec1,
      snd_cwnd: 10,
      ssthresh: 2_147_483_647,
      snd_wnd: 65_535,
      srtt: 51_073,
      rcv_wnd: 64_800,
    },
  });
  expect(socketIn(parsed(PROBE).text)).toBe('0000000081725a81');
});

test('a change of state: words become the numbers of the format file; a served interrupt is not our own doing', () => {
  expect(parsed(STATE)).toMatchObject({ pid: 7, own: false });
  expect(tracedOf(parsed(STATE), WORDS)).toMatchObject({
    local: { address: '192.0.2.1', port: 8001 },
    remote: { address: '192.0.2.2', port: 40_001 },
    fields: { sport: 8001, dport: 40_001, oldstate: 10, newstate: 3 },
  });
});

test('a word that no format explains is no number', () => {
  expect(tracedOf(parsed(STATE), new Map())).toBeUndefined();
});

test('remarks of the ring buffer are no events', () => {
  expect(parseTraceLine('CPU:1 [LOST 12 EVENTS]')).toBeUndefined();
  expect(parseTraceLine('')).toBeUndefined();
});

test('a kernel that does not print a field is told', () => {
  const format = 'name: tcp_retransmit_skb\nprint fmt: "skbaddr=%p state=%s", REC->skbaddr';
  expect(missingFields('tcp_retransmit_skb', format)).toEqual(['err']);
});
