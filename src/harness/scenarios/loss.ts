/** Loss that the peer reports by duplicate ACKs. */
import { MS } from '../clock.ts';
import { mssOption } from '../options.ts';
import { moved, type Scenario, sent } from '../scenario.ts';
import { isData, octets, passiveOpen, peerClosesFirst, same } from './steps.ts';

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
    await peer.ack();
    same('what the stack sent', await peer.streamed(14_000), octets(14_000));
    await clock.wait(2 * peer.settings.ackDelay);
    await peerClosesFirst(stage, connection);
  },
};
