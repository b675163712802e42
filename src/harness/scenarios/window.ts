/** The windows of both sides. */
import { MS } from '../clock.ts';
import { moved, type Scenario, sent } from '../scenario.ts';
import { isPureAck, octets, passiveOpen, peerClosesFirst, same, upload } from './steps.ts';

export const zeroWindow: Scenario = {
  id: 'window/zero',
  sentence: 'The peer closes its window, answers three probes with it still closed, and opens it again.',
  requirements: ['RFC9293-3.8.6.1-2', 'RFC9293-3.8-1', 'RFC9293-3.10.7.4-11'],
  goals: [moved('send', 1500), sent('something while the window was closed', isPureAck, 1)],
  play: async (stage) => {
    const { app, peer, clock } = stage;
    const connection = await passiveOpen(stage);
    peer.window = 0;
    await upload(stage, connection.socket, octets(500));
    await app.send(connection.socket, octets(1000, 500));
    for (let n = 1; n <= 3; n++) {
      await peer.expect(`probe ${n}`, () => true, 3000 * MS);
      await app.info(connection.socket);
      await clock.wait(peer.settings.ackDelay);
      await peer.ack();
    }
    await clock.wait(100 * MS);
    peer.window = 65_535;
    await peer.ack();
    same('what the stack sent', await peer.streamed(1500, 3000 * MS), octets(1500));
    await clock.wait(2 * peer.settings.ackDelay);
    await peerClosesFirst(stage, connection);
  },
};
