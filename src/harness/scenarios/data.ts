/** Data in quantity: segment size, the initial window, slow start. */
import { MS } from '../clock.ts';
import { mssOption } from '../options.ts';
import { moved, type Scenario, type Stage, sent } from '../scenario.ts';
import { download, isData, isPureAck, octets, passiveOpen, peerClosesFirst, same } from './steps.ts';

const SMSS = 536;
const SEGMENTS = 40;

export const bulk: Scenario = {
  id: 'data/bulk',
  sentence: 'The stack sends forty segments to a peer that takes 536 octets in each.',
  requirements: ['RFC9293-3.8-1', 'RFC5681-3.1-1', 'RFC5681-3.1-8', 'RFC5681-2-1', 'RFC6298-5.3-1'],
  peer: { options: [mssOption(SMSS)] },
  goals: [moved('send', SMSS * SEGMENTS), sent('forty segments', isData, SEGMENTS)],
  play: async (stage) => {
    const { app, peer, clock } = stage;
    const connection = await passiveOpen(stage);
    const data = octets(SMSS * SEGMENTS);
    await app.send(connection.socket, data);
    same('what the stack sent', await peer.streamed(data.length, 8000 * MS), data);
    await clock.wait(2 * peer.settings.ackDelay);
    await app.info(connection.socket);
    await peerClosesFirst(stage, connection);
  },
};

export const everySecond: Scenario = {
  id: 'data/every-second',
  sentence: 'The peer sends eight full-sized segments, two at a time, and the application reads late.',
  requirements: ['RFC5681-4.2-2', 'RFC5681-4.2-3', 'RFC5681-4.2-6', 'RFC9293-3.8-2'],
  goals: [moved('recv', 8 * 1400)],
  play: async (stage) => {
    const { app, peer, clock } = stage;
    const connection = await passiveOpen(stage);
    const size = 1400;
    for (let n = 0; n < 8; n += 2) {
      await peer.data(octets(size, n * size));
      await clock.wait(2 * MS);
      await peer.data(octets(size, (n + 1) * size));
      await clock.wait(100 * MS);
    }
    const all = await app.recvAll(connection.socket, 8 * size);
    same('what the peer sent', all, octets(8 * size));
    await peer.acknowledged();
    await peerClosesFirst(stage, connection);
  },
};

export const loneSegment: Scenario = {
  id: 'data/lone-segment',
  sentence: 'The peer sends one small segment and then nothing for more than a second.',
  requirements: ['RFC5681-4.2-3', 'RFC5681-4.2-4', 'RFC9293-3.10.7.4-14'],
  goals: [moved('recv', 100), sent('an ACK of it', isPureAck)],
  play: async (stage) => {
    const { peer, clock } = stage;
    const connection = await passiveOpen(stage);
    await download(stage, connection.socket, octets(100));
    // Nothing follows: an ACK that comes late is the only one.
    await clock.wait(1200 * MS);
    await peer.acknowledged();
    await peerClosesFirst(stage, connection);
  },
};

/** The application writes ten times ten octets, 5 ms apart. */
async function writeLittle({ app, peer, clock }: Stage, socket: number): Promise<void> {
  for (let n = 0; n < 10; n++) {
    await app.send(socket, octets(10, 10 * n));
    await clock.wait(5 * MS);
  }
  same('what the stack sent', await peer.streamed(100), octets(100));
  await clock.wait(2 * peer.settings.ackDelay);
}

export const littleWrites: Scenario = {
  id: 'data/little-writes',
  sentence:
    'The application writes a little again and again, and the stack collects what it may not send yet.',
  requirements: ['SHLD-7', 'MUST-38', 'SHLD-28'],
  goals: [moved('send', 100), sent('data', isData, 2)],
  play: async (stage) => {
    const connection = await passiveOpen(stage);
    await writeLittle(stage, connection.socket);
    await peerClosesFirst(stage, connection);
  },
};

export const littleWritesAtOnce: Scenario = {
  id: 'data/little-writes-at-once',
  sentence: 'The same with Nagle switched off: each write is a segment.',
  requirements: ['MUST-17', 'RFC5681-2-1', 'RFC9293-3.10.2-3'],
  goals: [moved('send', 100), sent('data', isData, 10)],
  play: async (stage) => {
    const connection = await passiveOpen(stage, { 'no-delay': 1 });
    await writeLittle(stage, connection.socket);
    await peerClosesFirst(stage, connection);
  },
};
