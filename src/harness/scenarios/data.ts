/** Data in quantity: segment size, the initial window, slow start. */
import { MS } from '../clock.ts';
import { mssOption, seqAdd } from '../peer.ts';
import { moved, type Scenario, sent } from '../scenario.ts';
import { isData, octets, passiveOpen, peerClosesFirst, same } from './steps.ts';

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
    same('what the stack sent', await peer.streamed(data.length, 2000 * MS), data);
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

export const fastRetransmit: Scenario = {
  id: 'loss/fast-retransmit',
  sentence: 'The first of ten segments is lost: the peer sends duplicate ACKs, then acknowledges everything.',
  requirements: ['RFC5681-3.2-3', 'RFC5681-3.2-5', 'RFC5681-3.2-8', 'RFC5681-2-2', 'RFC5681-3.2-12'],
  peer: { options: [mssOption(1000)] },
  goals: [moved('send', 14_000), sent('fifteen segments with data', isData, 15)],
  play: async (stage) => {
    const { app, peer, clock } = stage;
    const connection = await passiveOpen(stage);
    const lost = peer.rcvNxt;
    peer.silence();
    await app.send(connection.socket, octets(14_000));
    await clock.wait(peer.settings.ackDelay);
    for (let n = 0; n < 5; n++) {
      await peer.ack({ ack: lost });
      await clock.wait(2 * MS);
    }
    await peer.maybe((s) => s.length > 0 && s.seq === lost && peer.received.indexOf(s) > 5, 100 * MS);
    await app.info(connection.socket);
    await clock.wait(peer.settings.ackDelay);
    peer.speak();
    await peer.ack({ ack: seqAdd(lost, 10_000) });
    same('what the stack sent', await peer.streamed(14_000), octets(14_000));
    await clock.wait(100 * MS);
    await peer.ack();
    await clock.wait(10 * MS);
    await peerClosesFirst(stage, connection);
  },
};
