/** Segments out of order and out of date. */
import { MS } from '../clock.ts';
import { seqAdd } from '../peer.ts';
import { moved, type Scenario, sent } from '../scenario.ts';
import { isPureAck, octets, passiveOpen, peerClosesFirst, same } from './steps.ts';

const SIZE = 1000;

export const gapAndFilling: Scenario = {
  id: 'order/gap-and-filling',
  sentence:
    'The second and third segment come before the first, across the turn of the sequence numbers; then an old one comes again.',
  requirements: [
    'RFC5681-3.2-1',
    'RFC5681-3.2-2',
    'RFC5681-4.2-5',
    'RFC9293-3.4-1',
    'RFC9293-3.10.7.4-1',
    'RFC9293-3.10.7.4-3',
    'RFC9293-3.8-2',
  ],
  peer: { iss: 0x1_0000_0000 - SIZE - 700 },
  goals: [moved('recv', 4 * SIZE), sent('an ACK at each step', isPureAck, 5)],
  play: async (stage) => {
    const { app, peer, clock } = stage;
    const { socket, listener } = await passiveOpen(stage);
    const first = peer.sndNxt;
    await peer.data(octets(SIZE));
    await peer.acknowledged();
    const at = (n: number) => ({ seq: seqAdd(first, n * SIZE), payload: octets(SIZE, n * SIZE) });
    await clock.wait(20 * MS);
    await peer.inject(at(2));
    await clock.wait(100 * MS);
    await peer.inject(at(3));
    await clock.wait(100 * MS);
    await app.info(socket);
    await peer.inject(at(1));
    peer.sndNxt = seqAdd(first, 4 * SIZE);
    await peer.acknowledged();
    same('what the peer sent', await app.recvAll(socket, 4 * SIZE), octets(4 * SIZE));
    await clock.wait(100 * MS);
    await peer.inject(at(1));
    await clock.wait(600 * MS);
    await app.info(socket);
    await app.abort(socket);
    await app.close(listener);
  },
};

export const partlyOld: Scenario = {
  id: 'order/partly-old',
  sentence: 'Segments begin before RCV.NXT and end behind it; one has old octets only.',
  requirements: ['RFC9293-3.10.7.4-3', 'RFC9293-3.4-3', 'RFC9293-3.5.2-4', 'RFC9293-3.10.7.4-14'],
  goals: [moved('recv', 3 * SIZE), sent('an ACK', isPureAck, 3)],
  play: async (stage) => {
    const { app, peer, clock } = stage;
    const connection = await passiveOpen(stage);
    const first = peer.sndNxt;
    const at = (from: number, size: number) => ({ seq: seqAdd(first, from), payload: octets(size, from) });
    await peer.data(octets(SIZE));
    await peer.acknowledged();
    await clock.wait(100 * MS);
    await peer.inject(at(SIZE / 2, SIZE));
    await clock.wait(100 * MS);
    await peer.inject(at(0, 2 * SIZE + SIZE / 2));
    await clock.wait(100 * MS);
    await peer.inject(at(SIZE, SIZE));
    await clock.wait(600 * MS);
    await peer.inject(at(2 * SIZE, SIZE));
    peer.sndNxt = seqAdd(first, 3 * SIZE);
    await peer.acknowledged();
    same('what the peer sent', await app.recvAll(connection.socket, 3 * SIZE), octets(3 * SIZE));
    await peerClosesFirst(stage, connection);
  },
};
