import { expect, test } from 'vitest';
import { TCP_INFO_ROOM, tcpInfoFields } from './tcp-info.ts';

test('reads octets, words and long words at their places', () => {
  const b = new Uint8Array(TCP_INFO_ROOM);
  const view = new DataView(b.buffer);
  view.setUint8(0, 8);
  view.setUint32(8, 256_000, true);
  view.setBigUint64(128, 5_000_000_000n, true);
  view.setUint32(232, 64_240, true);
  expect(tcpInfoFields(b, 248)).toMatchObject({
    tcpi_state: 8,
    tcpi_rto: 256_000,
    tcpi_bytes_received: 5_000_000_000,
    tcpi_rcv_wnd: 64_240,
  });
});

test('leaves out what an older kernel does not fill', () => {
  const fields = tcpInfoFields(new Uint8Array(TCP_INFO_ROOM), 104);
  expect(fields['tcpi_total_retrans']).toBe(0);
  expect(fields['tcpi_bytes_acked']).toBeUndefined();
});
