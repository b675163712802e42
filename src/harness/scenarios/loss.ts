/** Loss that the peer reports by duplicate ACKs. */
import { MS } from '../clock.ts';
import { mssOption } from '../options.ts';
import { seqAdd } from '../peer.ts';
import { moved, resent, type Scenario, sent } from '../scenario.ts';
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

/** What the peer takes in one segment. */
const SMSS = 536;

export const twoLost: Scenario = {
  id: 'loss/two-of-ten',
  sentence: 'The first and the sixth of ten segments are lost, and the peer has no SACK to say so.',
  requirements: ['RFC5681-3.2-3', 'RFC5681-3.2-8', 'RFC5681-4.3-3', 'RFC6582-3.2-3', 'RFC5681-3.2-12'],
  peer: { options: [mssOption(SMSS)] },
  goals: [moved('send', 12 * SMSS), resent(2)],
  play: async (stage) => {
    const { app, peer, clock } = stage;
    const connection = await passiveOpen(stage);
    const first = peer.rcvNxt;
    const sixth = seqAdd(first, 5 * SMSS);
    peer.silence();
    await app.send(connection.socket, octets(12 * SMSS));
    await clock.wait(peer.settings.ackDelay);
    for (let n = 0; n < 4; n++) {
      await peer.ack({ ack: first });
      await clock.wait(2 * MS);
    }
    await clock.wait(peer.settings.ackDelay);
    // The first is repaired: everything up to the second hole.
    await peer.ack({ ack: sixth });
    const again = () =>
      peer.received.filter((s) => isData(s) && s.seq === sixth).length > 1 ? true : undefined;
    await clock.until(again, 5000 * MS);
    await app.info(connection.socket);
    await clock.wait(peer.settings.ackDelay);
    peer.speak();
    await peer.ack();
    same('what the stack sent', await peer.streamed(12 * SMSS, 8000 * MS), octets(12 * SMSS));
    await clock.wait(2 * peer.settings.ackDelay);
    await peerClosesFirst(stage, connection);
  },
};
