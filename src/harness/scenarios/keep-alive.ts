/** Keep-alives, RFC 9293 §3.8.4. */
import { MS } from '../clock.ts';
import { seqAdd } from '../peer.ts';
import { moved, returned, type Scenario, sent } from '../scenario.ts';
import { APART, download, isPureAck, isRst, octets, passiveOpen, peerClosesFirst, upload } from './steps.ts';

/** A second each: the shortest that a stack takes. */
const SOON = { 'keep-alive': 1, 'keep-alive-idle': 1, 'keep-alive-interval': 1, 'keep-alive-count': 2 };

export const keepAliveAnswered: Scenario = {
  id: 'keep-alive/answered',
  sentence: 'After a second of silence the stack asks whether the peer is still there; it is, twice.',
  requirements: ['MAY-5', 'MUST-24', 'MUST-26', 'MUST-27', 'SHLD-12'],
  goals: [sent('keep-alives and ACKs', isPureAck, 4), moved('recv', 150)],
  play: async (stage) => {
    const { app, peer, clock } = stage;
    const connection = await passiveOpen(stage, SOON);
    await upload(stage, connection.socket, octets(100));
    await download(stage, connection.socket, octets(100));
    await peer.acknowledged();
    peer.overlook();
    for (let n = 1; n <= 2; n++) {
      await peer.expect(`keep-alive ${n}`, () => true, 5000 * MS);
      await clock.wait(peer.settings.ackDelay);
      await peer.ack();
    }
    await app.info(connection.socket);
    await download(stage, connection.socket, octets(50, 100));
    await peer.acknowledged();
    await peerClosesFirst(stage, connection);
  },
};

export const keepAliveUnanswered: Scenario = {
  id: 'keep-alive/unanswered',
  sentence:
    'The peer answers no keep-alive, and the stack ends the connection after the number that it was told.',
  requirements: ['MAY-5', 'MUST-26', 'MUST-27', 'MUST-29', 'SHLD-12'],
  goals: [
    sent('keep-alives and an ACK', isPureAck, 3),
    returned('recv', 'ETIMEDOUT', ({ error }) => error === 'ETIMEDOUT'),
  ],
  play: async (stage) => {
    const { app, peer, clock } = stage;
    const { socket, listener } = await passiveOpen(stage, SOON);
    await download(stage, socket, octets(100));
    await peer.acknowledged();
    peer.overlook();
    for (let n = 1; n <= 2; n++) await peer.expect(`keep-alive ${n}`, () => true, 5000 * MS);
    await peer.maybe(isRst, 5000 * MS);
    await clock.wait(10 * MS);
    await app.tryRecv(socket);
    await app.close(socket);
    await app.close(listener);
  },
};

export const keepAliveArrives: Scenario = {
  id: 'keep-alive/arrives',
  sentence:
    'The peer asks twice whether the stack is still there: without an octet, and with one that it has.',
  requirements: ['RFC9293-3.5.2-4', 'RFC9293-3.10.7.4-1'],
  goals: [sent('ACKs', isPureAck, 3), moved('recv', 150), moved('send', 100)],
  play: async (stage) => {
    const { app, peer, clock } = stage;
    const connection = await passiveOpen(stage);
    await upload(stage, connection.socket, octets(100));
    await download(stage, connection.socket, octets(100));
    await peer.acknowledged();
    const last = seqAdd(peer.sndNxt, -1);
    for (const payload of [octets(0), octets(1, 99)]) {
      await clock.wait(APART);
      await peer.inject({ seq: last, payload });
      await peer.maybe(isPureAck, APART);
    }
    await app.info(connection.socket);
    await download(stage, connection.socket, octets(50, 100));
    await peer.acknowledged();
    await peerClosesFirst(stage, connection);
  },
};
