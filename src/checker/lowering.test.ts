/** Segments as records: numbers across 2^32, windows, options, times, both IP versions. */
import { describe, expect, test } from 'vitest';
import { BIT, E, HIGH } from '../spec/event.ts';
import { ACK, FIN, RST, SYN, type TcpOption } from '../trace/trace.ts';
import { mss, type Pair, scale, V4, V6, Writer } from './testing/trace-writer.ts';

const field = (records: readonly Float64Array[], at: number): readonly number[] =>
  records.map((record) => record[at] ?? Number.NaN);

describe('sequence numbers', () => {
  const near = 0xffff_fff0;
  test('go on rising across 2^32, and back, in both directions', () => {
    const c = new Writer()
      .sent(SYN, near)
      .arrived(SYN | ACK, 0xffff_ffff, { ack: near + 1 })
      .sent(ACK, near + 1, { ack: 0, text: 100 })
      .sent(ACK, near + 101, { ack: 0, text: 100 })
      .arrived(ACK, 0, { ack: near + 201 })
      .sent(ACK, near + 1, { ack: 0, text: 100 })
      .lowered();
    const base = near + 4294967296;
    expect(field(c, E.SEQ).filter((_, i) => [0, 2, 3, 5].includes(i))).toEqual([
      base,
      base + 1,
      base + 101,
      base + 1,
    ]);
    expect(field(c, E.ACK)[1]).toBe(base + 1);
    expect(field(c, E.ACK)[4]).toBe(base + 201);
    // The peer's space: SYN at 2^32 − 1, so the next octet is 0 on the wire and one further here.
    const peer = field(c, E.SEQ)[1] ?? 0;
    expect(field(c, E.ACK).filter((_, i) => [2, 3, 5].includes(i))).toEqual([peer + 1, peer + 1, peer + 1]);
    expect(field(c, E.SEQ)[4]).toBe(peer + 1);
  });
  test('stay positive and exact before and beyond several turns', () => {
    const w = new Writer();
    const wire: number[] = [];
    for (let i = 0; i < 12; i++) wire.push(5 + i * 0x4000_0000);
    for (const seq of [...wire, ...wire.toReversed()]) w.sent(ACK, seq);
    const seen = field(w.lowered(), E.SEQ);
    expect(seen).toEqual([...wire, ...wire.toReversed()].map((x) => x + 4294967296));
  });
  test('a stranger’s number nearly half the space away moves nothing', () => {
    const c = new Writer()
      .sent(SYN, 1000)
      .arrived(SYN | ACK, 5000, { ack: 1001 })
      .sent(ACK, 1001, { ack: 5001 })
      .arrived(RST, 5001 + 0x7fff_0000)
      .arrived(ACK, 5001 - 0x1_0000 + 0x1_0000_0000 - 0x7ffe_0000, { ack: 1001 + 0x7fff_0000 })
      .arrived(ACK, 5001, { ack: 1001, text: 10 })
      .sent(ACK, 1001, { ack: 5011 })
      .lowered();
    const peer = field(c, E.SEQ)[1] ?? 0;
    const own = field(c, E.SEQ)[0] ?? 0;
    expect(field(c, E.SEQ)[5]).toBe(peer + 1);
    expect(field(c, E.ACK)[5]).toBe(own + 1);
    expect(field(c, E.ACK)[6]).toBe(peer + 11);
  });
  test('SYN and FIN take a number each; text and flags stand beside', () => {
    const c = new Writer()
      .sent(SYN, 9)
      .sent(ACK | FIN, 10, { text: 5 })
      .sent(ACK, 16)
      .lowered();
    expect(field(c, E.LEN)).toEqual([1, 6, 0]);
    expect(field(c, E.TEXT)).toEqual([0, 5, 0]);
    expect(field(c, E.FLAGS)).toEqual([BIT.SYN, BIT.ACK | BIT.FIN, BIT.ACK]);
  });
  test('without the ACK bit the field says nothing', () => {
    const c = new Writer()
      .arrived(SYN, 7, { ack: 0xdead_beef })
      .sent(SYN | ACK, 1, { ack: 8 })
      .lowered();
    expect(field(c, E.ACK)).toEqual([0, 7 + 4294967296 + 1]);
  });
  test('an RST at 0 says so and leaves the space where it is', () => {
    const far = 0x9000_0000;
    const c = new Writer()
      .sent(SYN, far)
      .sent(RST | ACK, 0, { ack: 5 })
      .sent(ACK, far + 1)
      .lowered();
    expect(field(c, E.FLAGS)[1]).toBe(BIT.RST | BIT.ACK | BIT.SEQ_ZERO);
    expect(field(c, E.SEQ)[2]).toBe(far + 1 + 4294967296);
    expect(field(c, E.FLAGS)[0]).toBe(BIT.SYN);
  });
  test('an RST at 0 as the first segment of all', () => {
    const c = new Writer()
      .arrived(SYN, 70)
      .sent(RST | ACK, 0, { ack: 71 })
      .lowered();
    expect(field(c, E.SEQ)[1]).toBe(4294967296);
    expect(field(c, E.ACK)[1]).toBe(71 + 4294967296);
  });
});

describe('windows', () => {
  const handshake = (own: readonly TcpOption[], peer: readonly TcpOption[]): Writer =>
    new Writer()
      .sent(SYN, 1, { wnd: 60000, options: own })
      .arrived(SYN | ACK, 5, { ack: 2, wnd: 50000, options: peer });

  test('are scaled where both SYNs offered it, each direction by its own shift; a SYN’s never is', () => {
    const c = handshake([scale(7)], [scale(2)])
      .sent(ACK, 2, { ack: 6, wnd: 502 })
      .arrived(ACK, 6, { ack: 2, wnd: 229 })
      .lowered();
    expect(field(c, E.WND)).toEqual([60000, 50000, 502 * 128, 229 * 4]);
    expect(field(c, E.GRAIN)).toEqual([0, 0, 127, 3]);
  });
  test.each([
    ['only the stack offered it', [scale(7)], []],
    ['only the peer offered it', [], [scale(2)]],
    ['nobody did', [], []],
  ])('are as they stand where %s', (_, own, peer) => {
    const c = handshake(own, peer)
      .sent(ACK, 2, { ack: 6, wnd: 502 })
      .arrived(ACK, 6, { ack: 2, wnd: 229 })
      .lowered();
    expect(field(c, E.WND).slice(2)).toEqual([502, 229]);
    expect(field(c, E.GRAIN).slice(2)).toEqual([0, 0]);
  });
  test('a shift above 14 is taken as 14', () => {
    const c = handshake([scale(200)], [scale(0)])
      .sent(ACK, 2, { ack: 6, wnd: 1 })
      .lowered();
    expect(field(c, E.WND)[2]).toBe(2 ** 14);
  });
  test('a SYN that comes again says the same; another SYN in between, as an attacker’s, changes nothing', () => {
    const c = handshake([scale(7)], [scale(2)])
      .arrived(SYN | ACK, 5, { ack: 2, options: [scale(2)] })
      .sent(ACK, 2, { ack: 6, wnd: 502 })
      .arrived(SYN, 700, { wnd: 1000 })
      .sent(ACK, 2, { ack: 6, wnd: 502 })
      .arrived(ACK, 6, { ack: 2, wnd: 229 })
      .lowered();
    expect(field(c, E.WND).filter((_, i) => [3, 5, 6].includes(i))).toEqual([502 * 128, 502 * 128, 229 * 4]);
  });
});

describe('a SYN in the peer’s name', () => {
  const open = (): Writer =>
    new Writer()
      .arrived(SYN, 900, { options: [scale(2)] })
      .sent(SYN | ACK, 300, { ack: 901, options: [scale(7)] })
      .arrived(ACK, 901, { ack: 301, wnd: 229 });
  const last = (w: Writer): readonly number[] => field(w.lowered(), E.WND).slice(-2);
  test('changes nothing behind a reset that the stack has not taken', () => {
    const w = open().arrived(RST, 7).arrived(SYN, 5000);
    expect(last(w.sent(ACK, 301, { ack: 901, wnd: 502 }).arrived(ACK, 901, { ack: 301, wnd: 229 }))).toEqual([
      502 * 128,
      229 * 4,
    ]);
  });
  test('counts where the stack answers it instead of the first, by the same number of its own', () => {
    const w = new Writer()
      .arrived(SYN, 900)
      .sent(SYN | ACK, 300, { ack: 901 })
      .arrived(SYN, 5000, { options: [scale(2)] })
      .sent(SYN | ACK, 300, { ack: 5001, options: [scale(7)] });
    expect(
      last(w.sent(ACK, 301, { ack: 5001, wnd: 502 }).arrived(ACK, 5001, { ack: 301, wnd: 229 })),
    ).toEqual([502 * 128, 229 * 4]);
  });
  test('counts where a stack that opens acknowledges it, and not the one before', () => {
    const w = new Writer()
      .sent(SYN, 300, { options: [scale(7)] })
      .arrived(SYN, 900)
      .arrived(SYN | ACK, 5000, { ack: 301, options: [scale(2)] });
    expect(
      last(w.sent(ACK, 301, { ack: 5001, wnd: 502 }).arrived(ACK, 5001, { ack: 301, wnd: 229 })),
    ).toEqual([502 * 128, 229 * 4]);
  });
});

describe('a SYN of the same 4-tuple', () => {
  const before = (): Writer =>
    new Writer().sent(SYN, 1, { options: [scale(7)] }).arrived(SYN | ACK, 5, { ack: 2, options: [scale(2)] });
  const after = (w: Writer): readonly number[] =>
    field(
      w
        .arrived(SYN, 900)
        .sent(SYN | ACK, 300, { ack: 901, options: [scale(7)] })
        .sent(ACK, 301, { ack: 901, wnd: 502 })
        .lowered(),
      E.WND,
    );
  test('is negotiated anew where the stack answers it by a number of its own', () => {
    expect(after(before().sent(RST, 2)).at(-1)).toBe(502);
    expect(after(before()).at(-1)).toBe(502);
  });
  test.each([
    ['after a RST', (w: Writer) => w.arrived(RST, 777)],
    ['after both FINs', (w: Writer) => w.sent(FIN | ACK, 2, { ack: 6 }).arrived(FIN | ACK, 6, { ack: 3 })],
  ])('changes nothing %s where the stack answers it by an ACK', (_, ends) => {
    const c = ends(before()).arrived(SYN, 900).sent(ACK, 2, { ack: 6, wnd: 502 }).lowered();
    expect(field(c, E.WND).at(-1)).toBe(502 * 128);
  });
  test('that the stack sends by another number of its own waits for its answer', () => {
    const c = before()
      .sent(SYN, 300, { options: [scale(3)] })
      .arrived(SYN | ACK, 900, { ack: 301 })
      .sent(ACK, 301, { ack: 901, wnd: 502 })
      .lowered();
    expect(field(c, E.WND).at(-1)).toBe(502);
  });
  test('is the one that the stack acknowledges, whatever came before it', () => {
    const c = new Writer()
      .arrived(SYN, 700)
      .arrived(SYN, 900, { options: [scale(2)] })
      .sent(SYN | ACK, 300, { ack: 901, options: [scale(7)] })
      .sent(ACK, 301, { ack: 901, wnd: 502 })
      .lowered();
    expect(field(c, E.WND).at(-1)).toBe(502 * 128);
  });
});

describe('options', () => {
  test('the peer’s MSS, or the default of its IP version', () => {
    const sizes = (pair: Pair, options: readonly TcpOption[]) =>
      field(new Writer().arrived(SYN, 1, { pair, options }).lowered(), E.MSS);
    expect(sizes(V4, [mss(1400)])).toEqual([1400]);
    expect(sizes(V4, [])).toEqual([536]);
    expect(sizes(V6, [])).toEqual([1220]);
  });
  test('their octets, padded to whole words', () => {
    const nop = { kind: 1, data: new Uint8Array(0) };
    const timestamps = { kind: 8, data: new Uint8Array(8) };
    const c = new Writer()
      .sent(ACK, 1, { options: [nop, nop, timestamps] })
      .sent(SYN, 1, { options: [mss(1460), scale(7)] })
      .lowered();
    expect(field(c, E.OPTIONS)).toEqual([12, 8]);
  });
});

test('the fields of a sent segment are points: both ends stand there', () => {
  const [record] = new Writer().sent(ACK, 1, { text: 3 }).lowered();
  for (let i: number = E.SEQ; i <= E.AMOUNT; i++) expect(record?.[i + HIGH]).toBe(record?.[i]);
});

describe('times', () => {
  test('the lag of the recorder and the clock’s error widen a stamp, an output back, an input on', () => {
    const c = new Writer()
      .arrived(SYN, 1)
      .sent(SYN | ACK, 5, { ack: 2 })
      .lowered({ in: 5e6, out: 3e6, error: 1e6 });
    expect(field(c, E.T0)).toEqual([-1e6, 1e6 - 1e6 - 3e6]);
    expect(field(c, E.T1)).toEqual([100 + 1e6 + 5e6, 1e6 + 100 + 1e6]);
    expect(field(c, E.STAMP)).toEqual([-1e6, 0]);
    expect(field(c, E.FRAME)).toEqual([1, 2]);
  });
});
