/** Segments that a stack must bear with: unknown options, wrong checksums, numbers that cannot be. */
import { ACK, PSH } from '../../trace/trace.ts';
import { MS } from '../clock.ts';
import { mssOption } from '../options.ts';
import { seqAdd } from '../peer.ts';
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

/** Experimental, RFC 6994: no stack knows an experiment of this number. */
const UNKNOWN = { kind: 253, data: Uint8Array.of(0xde, 0xad, 1, 2, 3) };

export const unknownOptions: Scenario = {
  id: 'odd/unknown-options',
  sentence: 'Options that nobody knows stand in the SYN before the size that counts, and in data.',
  requirements: ['MUST-6', 'MUST-5', 'MUST-64', 'MUST-4'],
  peer: { options: [UNKNOWN, mssOption(700)] },
  goals: [sent('a SYN-ACK', isSynAck), moved('recv', 100), moved('send', 1500)],
  play: async (stage) => {
    const { app, peer } = stage;
    const connection = await passiveOpen(stage);
    await peer.data(octets(100), { options: [UNKNOWN, { kind: 1, data: new Uint8Array(0) }] });
    same('what the peer sent', await app.recvAll(connection.socket, 100), octets(100));
    await peer.acknowledged();
    await upload(stage, connection.socket, octets(1500));
    await peerClosesFirst(stage, connection);
  },
};

export const badChecksum: Scenario = {
  id: 'odd/bad-checksum',
  sentence: 'Data, an ACK and a RST come with wrong checksums; nothing comes of them.',
  requirements: ['MUST-3', 'MUST-2'],
  goals: [moved('recv', 200), moved('send', 100)],
  play: async (stage) => {
    const { app, peer, clock } = stage;
    const connection = await passiveOpen(stage);
    const { socket } = connection;
    await download(stage, socket, octets(100));
    await peer.acknowledged();
    await peer.inject({ payload: octets(100, 300), flags: ACK | PSH, checksum: 'bad' });
    await clock.wait(APART);
    await peer.rst({ checksum: 'bad' });
    await clock.wait(20 * MS);
    await app.tryRecv(socket);
    await upload(stage, socket, octets(100));
    await download(stage, socket, octets(100, 100));
    await peer.acknowledged();
    await peerClosesFirst(stage, connection);
  },
};

export const ackOfUnsent: Scenario = {
  id: 'odd/ack-of-unsent',
  sentence:
    'An ACK comes for octets that were never sent, with data; then one that is far too old, with data.',
  requirements: ['RFC9293-3.10.7.4-10', 'RFC9293-3.5.2-4', 'MAY-12', 'RFC5961-5.2-2', 'RFC9293-3.10.7.4-21'],
  goals: [moved('send', 200), moved('recv', 100), sent('an ACK', isPureAck)],
  play: async (stage) => {
    const { app, peer, clock } = stage;
    const connection = await passiveOpen(stage);
    const { socket } = connection;
    await upload(stage, socket, octets(200));
    await clock.wait(APART);
    await peer.inject({ ack: seqAdd(peer.rcvNxt, 1), payload: octets(100), flags: ACK | PSH });
    await peer.maybe(isPureAck, 200 * MS);
    await app.info(socket);
    await clock.wait(APART);
    await peer.inject({ ack: seqAdd(peer.rcvNxt, -0x1000_0000), payload: octets(100), flags: ACK | PSH });
    await peer.maybe(isPureAck, 600 * MS);
    await app.info(socket);
    await clock.wait(APART);
    // Where one of them was taken, this is a repetition.
    await peer.data(octets(100));
    same('what the peer sent', await app.recvAll(socket, 100), octets(100));
    await peer.acknowledged();
    await peerClosesFirst(stage, connection);
  },
};

export const noAckBit: Scenario = {
  id: 'odd/no-ack-bit',
  sentence: 'Data comes without the ACK bit, and then as it should.',
  requirements: ['RFC9293-3.10.7.4-8', 'RFC9293-3.1-4'],
  goals: [moved('recv', 100)],
  play: async (stage) => {
    const { app, peer, clock } = stage;
    const connection = await passiveOpen(stage);
    await peer.inject({ flags: PSH, ack: 0, payload: octets(100) });
    await clock.wait(APART);
    await app.info(connection.socket);
    await download(stage, connection.socket, octets(100));
    await peer.acknowledged();
    await peerClosesFirst(stage, connection);
  },
};
