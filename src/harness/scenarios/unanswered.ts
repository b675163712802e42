/** Openings that nobody answers, and one that is called off. */
import { SYN } from '../../trace/trace.ts';
import { MS } from '../clock.ts';
import { seqAdd } from '../peer.ts';
import { moved, type Scenario, sent } from '../scenario.ts';
import { download, isRst, isSyn, isSynAck, octets, peerClosesFirst } from './steps.ts';

export const synUnanswered: Scenario = {
  id: 'open/syn-unanswered',
  sentence: 'The stack opens and nobody answers: four SYNs, then the application gives up.',
  requirements: ['RFC9293-3.10.1-1', 'RFC6298-2.1-1', 'RFC6298-5.5-1', 'MUST-22', 'RFC9293-3.10.4-2'],
  goals: [sent('its SYN four times', isSyn, 4)],
  play: async ({ app, peer }) => {
    const socket = await app.socket();
    await app.connect(socket, peer.local);
    for (let n = 1; n <= 4; n++) await peer.expect(`SYN ${n}`, isSyn, 8000 * MS);
    await app.info(socket);
    await app.close(socket);
  },
};

export const synAckUnanswered: Scenario = {
  id: 'open/syn-ack-unanswered',
  sentence: 'The third segment of the handshake comes only when the stack has sent its SYN-ACK three times.',
  requirements: ['RFC9293-3.5-1', 'RFC6298-2.1-1', 'RFC6298-5.5-1', 'MUST-22', 'RFC9293-3.10.7.4-9'],
  goals: [sent('its SYN-ACK three times', isSynAck, 3), moved('recv', 100)],
  play: async (stage) => {
    const { app, peer, clock, local } = stage;
    const listener = await app.listening(local);
    await peer.syn();
    for (let n = 1; n <= 3; n++) await peer.expect(`SYN-ACK ${n}`, isSynAck, 8000 * MS);
    await clock.wait(peer.settings.ackDelay);
    await peer.ack();
    const socket = await app.accept(listener);
    await app.info(socket);
    await download(stage, socket, octets(100));
    await peer.acknowledged();
    await peerClosesFirst(stage, { listener, socket });
  },
};

export const resetInSynReceived: Scenario = {
  id: 'open/reset-in-syn-received',
  sentence:
    'The peer opens and takes it back with a RST; a late ACK finds only the listener; then it opens anew.',
  requirements: ['RFC9293-3.10.7.4-4', 'MUST-11', 'RFC9293-3.5.2-3', 'RFC9293-3.10.7.2-1', 'RFC9293-3.5-1'],
  goals: [
    sent('a SYN-ACK for each SYN', isSynAck, 2),
    sent('a RST for the late ACK', isRst),
    moved('recv', 50),
  ],
  play: async (stage) => {
    const { app, peer, clock, local } = stage;
    const listener = await app.listening(local);
    await peer.syn();
    await peer.expect('the SYN-ACK', isSynAck);
    await clock.wait(peer.settings.ackDelay);
    await peer.rst();
    await clock.wait(peer.settings.ackDelay);
    await peer.ack();
    await peer.expect('the RST for the late ACK', isRst);
    await clock.wait(100 * MS);
    peer.renew(peer.settings.iss + 100_000);
    await peer.open();
    const socket = await app.accept(listener);
    await download(stage, socket, octets(50));
    await peer.acknowledged();
    await peerClosesFirst(stage, { listener, socket });
  },
};

export const synRepeated: Scenario = {
  id: 'open/syn-repeated',
  sentence: 'The SYN of the peer comes twice, and again when the connection stands.',
  requirements: ['RFC9293-3.5-1', 'RFC9293-3.10.7.4-6', 'RFC9293-3.10.7.4-7', 'RFC5961-4.2-1'],
  goals: [sent('a SYN-ACK', isSynAck), moved('recv', 60), moved('send', 60)],
  play: async (stage) => {
    const { app, peer, clock, local } = stage;
    const listener = await app.listening(local);
    const seq = peer.sndNxt;
    await peer.syn();
    await peer.expect('the SYN-ACK', isSynAck);
    await clock.wait(100 * MS);
    await peer.syn({ seq });
    peer.sndNxt = seqAdd(seq, 1);
    await peer.maybe(isSynAck, 100 * MS);
    await peer.ack();
    const socket = await app.accept(listener);
    await download(stage, socket, octets(60));
    await peer.acknowledged();
    await peer.inject({ seq, ack: 0, flags: SYN, options: peer.settings.options });
    await peer.maybe(() => true, 100 * MS);
    await app.send(socket, octets(60));
    await peer.streamed(60);
    await clock.wait(2 * peer.settings.ackDelay);
    await peerClosesFirst(stage, { listener, socket });
  },
};
