/** The windows of both sides. */
import { ACK, RST, type Segment } from '../../trace/trace.ts';
import { type Clock, MS } from '../clock.ts';
import { mssOption, windowScaleOption } from '../options.ts';
import { type Peer, seqAdd } from '../peer.ts';
import { moved, type Scenario, sent } from '../scenario.ts';
import {
  APART,
  download,
  isPureAck,
  isSynAck,
  octets,
  passiveOpen,
  peerClosesFirst,
  same,
  upload,
} from './steps.ts';

export const zeroWindow: Scenario = {
  id: 'window/zero',
  sentence: 'The peer closes its window, answers three probes with it still closed, and opens it again.',
  requirements: ['RFC9293-3.8.6.1-2', 'RFC9293-3.8-1', 'RFC9293-3.10.7.4-11'],
  goals: [moved('send', 1500), sent('something while the window was closed', isPureAck, 1)],
  play: async (stage) => {
    const { app, peer, clock } = stage;
    const connection = await passiveOpen(stage);
    peer.window = 0;
    await upload(stage, connection.socket, octets(500));
    await app.send(connection.socket, octets(1000, 500));
    peer.overlook();
    for (let n = 1; n <= 3; n++) {
      await peer.expect(`probe ${n}`, () => true, 10_000 * MS);
      await app.info(connection.socket);
      await clock.wait(peer.settings.ackDelay);
      await peer.ack();
    }
    await clock.wait(100 * MS);
    peer.window = 65_535;
    await peer.ack();
    same('what the stack sent', await peer.streamed(1500, 10_000 * MS), octets(1500));
    await clock.wait(2 * peer.settings.ackDelay);
    await peerClosesFirst(stage, connection);
  },
};

const isClosed = ({ flags, wnd }: Segment): boolean => (flags & (ACK | RST)) === ACK && wnd === 0;

/** The peer sends until the stack's window takes no more; gives how many octets that were. */
async function fill(peer: Peer, clock: Clock, from: number): Promise<number> {
  let size = from;
  // A window that stays open for a megabyte never closes.
  while (peer.room() > 0 && size < 1_000_000) {
    const next = Math.min(peer.room(), 1000);
    await peer.data(octets(next, size));
    size += next;
    // Whatever is acknowledged late is waited for.
    if (peer.room() <= 0) await peer.acknowledged();
    else await clock.wait(MS);
  }
  return size - from;
}

export const readLate: Scenario = {
  id: 'window/read-late',
  sentence:
    'The peer fills the window of a stack whose application does not read, probes it twice, and goes on when it reads.',
  requirements: ['RFC9293-3.8.6.1-1', 'MUST-39', 'SHLD-14', 'RFC9293-3.4-3', 'RFC9293-3.10.7.4-14'],
  goals: [
    sent('a closed window', isClosed),
    sent('a window open again', (s) => s.wnd > 0 && isPureAck(s), 2),
  ],
  play: async (stage) => {
    const { app, peer, clock } = stage;
    const connection = await passiveOpen(stage, { 'receive-buffer': 4096 });
    const { socket } = connection;
    const size = await fill(peer, clock, 0);
    await app.info(socket);
    for (let n = 0; n < 2; n++) {
      await clock.wait(APART);
      await peer.inject({ payload: octets(1, size) });
      await peer.maybe(isPureAck, 200 * MS);
    }
    same('what the peer sent', await app.recvAll(socket, size), octets(size));
    await app.info(socket);
    if (peer.room() <= 0) await peer.expect('the open window', () => peer.room() > 0);
    await clock.wait(50 * MS);
    await download(stage, socket, octets(1000, size));
    await peer.acknowledged();
    await peerClosesFirst(stage, connection);
  },
};

export const beyondWindow: Scenario = {
  id: 'window/beyond',
  sentence:
    'Data comes that begins beyond the window, and data of which the window takes a part; then all in order.',
  requirements: ['RFC9293-3.4-3', 'RFC9293-3.5.2-4', 'RFC9293-3.10.7.4-1', 'RFC9293-3.10.7.4-3'],
  goals: [sent('an ACK for each', isPureAck, 3), moved('recv', 1200)],
  play: async (stage) => {
    const { app, peer, clock } = stage;
    const connection = await passiveOpen(stage, { 'receive-buffer': 4096 });
    const { socket } = connection;
    await download(stage, socket, octets(200));
    await peer.acknowledged();
    await clock.wait(APART);
    const room = peer.room();
    await peer.inject({ seq: seqAdd(peer.sndNxt, room + 500), payload: octets(300, room + 700) });
    await peer.maybe(isPureAck, 200 * MS);
    await app.info(socket);
    await clock.wait(APART);
    await peer.inject({ seq: seqAdd(peer.sndNxt, room - 100), payload: octets(300, room + 100) });
    await peer.maybe(isPureAck, 200 * MS);
    await app.info(socket);
    await clock.wait(APART);
    await download(stage, socket, octets(1000, 200));
    await peer.acknowledged();
    await app.abort(socket);
    await app.close(connection.listener);
  },
};

export const shrunk: Scenario = {
  id: 'window/shrunk',
  sentence:
    'The peer takes back a part of the window in which the stack has data on the way, then gives it again.',
  requirements: ['MUST-34', 'SHLD-15', 'SHLD-16', 'SHLD-17', 'RFC9293-3.8-1'],
  peer: { options: [mssOption(1000)], window: 3000 },
  goals: [moved('send', 6000)],
  play: async (stage) => {
    const { app, peer, clock } = stage;
    const connection = await passiveOpen(stage);
    peer.silence();
    await app.send(connection.socket, octets(6000));
    await peer.expect('the third segment', () => peer.stream.length >= 3000);
    await clock.wait(peer.settings.ackDelay);
    peer.window = 500;
    await peer.ack({ ack: seqAdd(peer.rcvNxt, -2000) });
    await app.info(connection.socket);
    await clock.wait(600 * MS);
    peer.speak();
    peer.window = 4000;
    await peer.ack();
    same('what the stack sent', await peer.streamed(6000, 8000 * MS), octets(6000));
    await clock.wait(2 * peer.settings.ackDelay);
    await peerClosesFirst(stage, connection);
  },
};

export const scaled: Scenario = {
  id: 'window/scaled',
  sentence:
    'Both offer to scale: the peer takes 40 times 128 octets at once, then 100 times; the stack has its own scale.',
  requirements: [
    'RFC7323-2.3-1',
    'RFC7323-2.3-3',
    'RFC7323-2.3-4',
    'RFC7323-2.3-5',
    'RFC7323-2.2-6',
    'RFC9293-3.8-1',
  ],
  peer: { options: [mssOption(1000), windowScaleOption(7)] },
  goals: [moved('send', 12_000), moved('recv', 4000)],
  play: async (stage) => {
    const { app, peer, clock, local } = stage;
    const listener = await app.listening(local);
    await peer.syn();
    await peer.expect('the SYN-ACK', isSynAck);
    await clock.wait(peer.settings.ackDelay);
    peer.window = 40;
    await peer.ack();
    const socket = await app.accept(listener);
    await app.info(socket);
    await app.send(socket, octets(12_000));
    await peer.streamed(6000, 8000 * MS);
    peer.window = 100;
    same('what the stack sent', await peer.streamed(12_000, 8000 * MS), octets(12_000));
    await clock.wait(2 * peer.settings.ackDelay);
    for (let n = 0; n < 4; n++) await peer.data(octets(1000, 1000 * n));
    await peer.acknowledged();
    same('what the peer sent', await app.recvAll(socket, 4000), octets(4000));
    await app.info(socket);
    await peerClosesFirst(stage, { listener, socket });
  },
};
