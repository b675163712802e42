/** The retransmission timer. */
import { MS } from '../clock.ts';
import { seqAdd } from '../peer.ts';
import { moved, type Scenario, sent } from '../scenario.ts';
import { download, isData, octets, passiveOpen, peerClosesFirst, same } from './steps.ts';

const SIZE = 2880;
/** The first expiry and three back-offs. */
const EXPIRIES = 4;

export const silence: Scenario = {
  id: 'timeout/silence',
  sentence:
    'The stack has sent data and the peer says nothing through three back-offs, then acknowledges in two steps.',
  requirements: [
    'RFC6298-5-1',
    'RFC6298-5.4-1',
    'RFC6298-5.5-1',
    'RFC6298-5.6-1',
    'RFC6298-5.2-1',
    'RFC9293-3.10.8-2',
    'RFC9293-3.4-S',
    'RFC5681-3.1-15',
  ],
  goals: [moved('send', SIZE + 100), sent('data again and again', isData, 2 + EXPIRIES)],
  play: async (stage) => {
    const { app, peer, clock } = stage;
    const connection = await passiveOpen(stage);
    const { socket } = connection;
    await download(stage, socket, octets(50));
    await app.send(socket, octets(100));
    await peer.streamed(100);
    await clock.wait(2 * peer.settings.ackDelay);
    const first = peer.rcvNxt;
    peer.silence();
    await app.send(socket, octets(SIZE, 100));
    const head = await peer.expect('the data', (s) => s.length > 0 && s.seq === first);
    for (let n = 1; n <= EXPIRIES; n++) {
      await peer.expect(`retransmission ${n}`, (s) => s.length > 0 && s.seq === first, 12_000 * MS);
      await app.info(socket);
    }
    await clock.wait(peer.settings.ackDelay);
    peer.speak();
    const second = seqAdd(first, head.length);
    await peer.ack({ ack: second });
    // The peer has had it all along; a stack that does not send it again at once is told so.
    const again = await peer.maybe((s) => s.length > 0 && s.seq === second, 300 * MS);
    if (again === undefined) await peer.ack();
    else await clock.wait(2 * peer.settings.ackDelay);
    same('what the stack sent', await peer.streamed(SIZE + 100), octets(SIZE + 100));
    await app.info(socket);
    await peerClosesFirst(stage, connection);
  },
};
