/** Urgent data, RFC 9293 §3.8.5. */
import { ACK, PSH, type Segment, URG } from '../../trace/trace.ts';
import { MS } from '../clock.ts';
import { moved, type Scenario, sent } from '../scenario.ts';
import { octets, passiveOpen, peerClosesFirst, same, upload } from './steps.ts';

const isUrgent = ({ flags }: Segment): boolean => (flags & URG) !== 0;

export const urgentSent: Scenario = {
  id: 'urgent/sent',
  sentence: 'The application sends urgent data between plain data, and again while the first is on the way.',
  requirements: ['MUST-30', 'MUST-62', 'RFC6093-4-1', 'RFC9293-3.8.5-2', 'RFC9293-3.8.5-4'],
  goals: [sent('urgent segments', isUrgent, 2), moved('send', 330)],
  play: async (stage) => {
    const { app, peer, clock } = stage;
    const connection = await passiveOpen(stage);
    const { socket } = connection;
    await upload(stage, socket, octets(100));
    await app.sendUrgent(socket, octets(20, 100));
    await app.send(socket, octets(100, 120));
    await app.sendUrgent(socket, octets(10, 220));
    await clock.wait(4 * peer.settings.ackDelay);
    await app.send(socket, octets(100, 230));
    same('what the stack sent', await peer.streamed(330), octets(330));
    await clock.wait(2 * peer.settings.ackDelay);
    await peerClosesFirst(stage, connection);
  },
};

export const urgentLost: Scenario = {
  id: 'urgent/lost',
  sentence: 'The segment with the urgent octet is not acknowledged, and more data follows it.',
  requirements: ['MUST-62', 'RFC9293-3.8.5-2', 'RFC9293-3.8.5-4', 'RFC6298-5.4-1'],
  goals: [sent('urgent segments', isUrgent, 2), moved('send', 170)],
  play: async (stage) => {
    const { app, peer, clock } = stage;
    const connection = await passiveOpen(stage, { 'no-delay': 1 });
    const { socket } = connection;
    await upload(stage, socket, octets(50));
    peer.silence();
    await app.sendUrgent(socket, octets(20, 50));
    await peer.expect('the urgent segment', isUrgent);
    await app.send(socket, octets(100, 70));
    await peer.expect('the urgent segment again', isUrgent, 8000 * MS);
    await clock.wait(peer.settings.ackDelay);
    peer.speak();
    await peer.ack();
    same('what the stack sent', await peer.streamed(170, 8000 * MS), octets(170));
    await clock.wait(2 * peer.settings.ackDelay);
    await peerClosesFirst(stage, connection);
  },
};

export const urgentArrives: Scenario = {
  id: 'urgent/arrives',
  sentence: 'The peer sends urgent data; the application reads the urgent octet apart from the stream.',
  requirements: ['MUST-30', 'MUST-32', 'RFC9293-3.10.7.4-13', 'RFC9293-3.9.1.3-1', 'RFC6093-4-1'],
  goals: [moved('recv', 200)],
  play: async (stage) => {
    const { app, peer, clock } = stage;
    const connection = await passiveOpen(stage);
    const { socket } = connection;
    // The pointer points behind the urgent octet, which is then the last of the segment (MUST-62).
    await peer.data(octets(100), { flags: ACK | PSH | URG, up: 100 });
    await clock.wait(10 * MS);
    await app.tryRecvUrgent(socket);
    same('what stands before the mark', await app.recv(socket), octets(99));
    await peer.data(octets(100, 100));
    same('what stands behind it', await app.recvAll(socket, 100), octets(100, 100));
    await peer.acknowledged();
    await peerClosesFirst(stage, connection);
  },
};

export const urgentInline: Scenario = {
  id: 'urgent/inline',
  sentence: 'The urgent pointer of the peer runs far ahead of its data, which the application reads in line.',
  requirements: ['MUST-31', 'RFC6093-6-1', 'RFC9293-3.10.7.4-13', 'RFC9293-3.8.5-1'],
  goals: [moved('recv', 300)],
  play: async (stage) => {
    const { app, peer, clock } = stage;
    const connection = await passiveOpen(stage, { 'urgent-inline': 1 });
    const { socket } = connection;
    await peer.data(octets(100), { flags: ACK | PSH | URG, up: 250 });
    await clock.wait(10 * MS);
    await peer.data(octets(100, 100), { flags: ACK | PSH | URG, up: 150 });
    await clock.wait(10 * MS);
    await peer.data(octets(100, 200), { flags: ACK | PSH | URG, up: 50 });
    same('what the peer sent', await app.recvAll(socket, 300), octets(300));
    await peer.acknowledged();
    await peerClosesFirst(stage, connection);
  },
};
