/** How connections open, and how they fail to. */
import { ACK, FIN, RST } from '../../trace/trace.ts';
import { MS } from '../clock.ts';
import { seqAdd } from '../peer.ts';
import { moved, returned, type Scenario, sent } from '../scenario.ts';
import {
  activeOpen,
  download,
  isFin,
  isPureAck,
  isRst,
  isSyn,
  isSynAck,
  octets,
  passiveOpen,
  peerClosesFirst,
  upload,
} from './steps.ts';

export const openPassive: Scenario = {
  id: 'open/passive',
  sentence: 'The peer opens, both send, the peer closes first and the stack after it.',
  requirements: [
    'RFC9293-3.5-1',
    'RFC9293-3.10.7.2-2',
    'RFC9293-3.10.7.4-9',
    'RFC9293-3.10.7.4-14',
    'RFC9293-3.10.7.4-17',
    'RFC9293-3.10.4-1',
    'RFC5681-4.2-3',
  ],
  goals: [
    sent('a SYN-ACK', isSynAck),
    moved('recv', 700),
    moved('send', 1200),
    returned('recv', 'the end of the stream', ({ value }) => value === 0),
    sent('a FIN', isFin),
  ],
  play: async (stage) => {
    const connection = await passiveOpen(stage);
    await download(stage, connection.socket, octets(300));
    await upload(stage, connection.socket, octets(1200));
    await download(stage, connection.socket, octets(400, 300));
    await stage.peer.acknowledged();
    await stage.app.info(connection.socket);
    await peerClosesFirst(stage, connection);
  },
};

export const openActive: Scenario = {
  id: 'open/active',
  sentence:
    'The stack opens, both send, the stack closes first and answers the FIN and its repetition in TIME-WAIT.',
  requirements: [
    'RFC9293-3.10.1-1',
    'RFC9293-3.10.7.3-3',
    'RFC9293-3.10.7.4-12',
    'RFC9293-3.10.7.4-17',
    'RFC9293-3.10.4-1',
  ],
  goals: [
    sent('a SYN', isSyn),
    moved('recv', 500),
    moved('send', 800),
    sent('a FIN', isFin),
    sent('an ACK of the FIN and one of its repetition', isPureAck, 4),
  ],
  play: async (stage) => {
    const { app, peer, clock } = stage;
    const socket = await activeOpen(stage);
    await upload(stage, socket, octets(800));
    await download(stage, socket, octets(500));
    await peer.acknowledged();
    await app.info(socket);
    await app.close(socket);
    await peer.expect('the FIN of the stack', isFin);
    await clock.wait(2 * peer.settings.ackDelay);
    const fin = peer.sndNxt;
    await peer.fin();
    await peer.acknowledged();
    await clock.wait(300 * MS);
    await peer.inject({ seq: fin, flags: FIN | ACK });
    await peer.expect('the ACK of the repeated FIN', isPureAck);
  },
};

export const openRefused: Scenario = {
  id: 'open/refused',
  sentence: 'The stack opens and the peer refuses.',
  requirements: ['RFC9293-3.10.1-1', 'RFC9293-3.5.3-1', 'RFC5961-3.2-5', 'RFC9293-3.5.2-2'],
  goals: [
    sent('a SYN', isSyn),
    returned('getsockopt', 'ECONNREFUSED', ({ result }) => result?.['pending'] === 'ECONNREFUSED'),
  ],
  play: async ({ app, peer, clock }) => {
    const socket = await app.socket();
    await app.connect(socket, peer.local);
    const syn = await peer.expect('the SYN', isSyn);
    peer.remote = syn.source;
    await clock.wait(peer.settings.ackDelay);
    await peer.inject({ seq: 0, ack: seqAdd(syn.seq, 1), flags: RST | ACK, wnd: 0 });
    await clock.wait(10 * MS);
    await app.connected(socket);
    await app.info(socket);
    await app.close(socket);
  },
};

export const openClosedPort: Scenario = {
  id: 'open/closed-port',
  sentence: 'Nobody listens: a SYN, an ACK, data and a RST come to a closed port.',
  requirements: ['RFC9293-3.5.2-1', 'RFC9293-3.10.7.1-1', 'RFC9293-3.5.2-2'],
  goals: [sent('a RST for the SYN, the ACK and the data', isRst, 3)],
  play: async ({ peer, clock }) => {
    await peer.syn();
    await peer.expect('the RST for the SYN', isRst);
    await clock.wait(20 * MS);
    await peer.ack({ ack: 77_777 });
    await peer.expect('the RST for the ACK', isRst);
    await clock.wait(20 * MS);
    await peer.inject({ ack: 88_888, payload: octets(10) });
    await peer.expect('the RST for the data', isRst);
    await clock.wait(20 * MS);
    await peer.rst();
    await peer.inject({ flags: RST | ACK, ack: 99_999 });
  },
};

export const openSimultaneous: Scenario = {
  id: 'open/simultaneous',
  sentence: 'Stack and peer open to each other at the same time.',
  requirements: ['RFC9293-3.10.7.3-4', 'RFC9293-A.2-1'],
  goals: [sent('a SYN', isSyn), sent('a SYN-ACK', isSynAck), moved('send', 100), moved('recv', 100)],
  play: async (stage) => {
    const { app, peer, clock, local } = stage;
    const socket = await app.socket();
    await app.bind(socket, local);
    await app.connect(socket, peer.local);
    await peer.expect('the SYN', isSyn);
    const seq = peer.sndNxt;
    await clock.wait(peer.settings.ackDelay / 2);
    await peer.syn();
    await peer.expect('the SYN-ACK', isSynAck);
    await clock.wait(peer.settings.ackDelay / 2);
    await peer.synAck({ seq });
    peer.sndNxt = seqAdd(seq, 1);
    await clock.wait(20 * MS);
    await app.connected(socket);
    await app.info(socket);
    await download(stage, socket, octets(100));
    await upload(stage, socket, octets(100));
    await peer.acknowledged();
    await app.abort(socket);
  },
};
