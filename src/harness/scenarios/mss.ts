/** The size of segments. */
import { mssOption } from '../options.ts';
import { moved, type Scenario, sent } from '../scenario.ts';
import { activeOpen, isData, isFin, octets, passiveOpen, peerClosesFirst, same } from './steps.ts';

export const mssTiny: Scenario = {
  id: 'mss/tiny',
  sentence: 'The peer takes 64 octets in a segment.',
  requirements: ['MUST-14', 'MUST-16', 'MUST-38', 'SHLD-28'],
  peer: { options: [mssOption(64)] },
  goals: [moved('send', 400), sent('segments with data', isData, 7)],
  play: async (stage) => {
    const { app, peer, clock } = stage;
    const connection = await passiveOpen(stage);
    await app.send(connection.socket, octets(400));
    same('what the stack sent', await peer.streamed(400), octets(400));
    await clock.wait(2 * peer.settings.ackDelay);
    await app.info(connection.socket);
    await peerClosesFirst(stage, connection);
  },
};

export const mssSmallWithTimestamps: Scenario = {
  id: 'mss/small-with-timestamps',
  sentence: 'The peer takes 256 octets in a segment and uses timestamps, whose octets count.',
  requirements: ['MUST-16', 'RFC6691-4-2', 'RFC9293-3.7.1-1', 'RFC7323-3.2-5'],
  peer: { options: [mssOption(256)], timestamps: true },
  goals: [moved('send', 1000), sent('segments with data', isData, 4)],
  play: async (stage) => {
    const { app, peer, clock } = stage;
    const connection = await passiveOpen(stage);
    await app.send(connection.socket, octets(1000));
    same('what the stack sent', await peer.streamed(1000), octets(1000));
    await clock.wait(2 * peer.settings.ackDelay);
    await app.info(connection.socket);
    await peerClosesFirst(stage, connection);
  },
};

export const mssAbsent: Scenario = {
  id: 'mss/absent',
  sentence: 'The stack opens to a peer whose SYN-ACK names no maximum segment size.',
  requirements: ['MUST-15', 'MUST-16', 'SHLD-5'],
  peer: { options: [] },
  goals: [moved('send', 3000), sent('segments with data', isData, 3)],
  play: async (stage) => {
    const { app, peer, clock } = stage;
    const socket = await activeOpen(stage);
    await app.send(socket, octets(3000));
    same('what the stack sent', await peer.streamed(3000), octets(3000));
    await clock.wait(2 * peer.settings.ackDelay);
    await app.info(socket);
    await app.close(socket);
    await peer.expect('the FIN of the stack', isFin);
    await clock.wait(2 * peer.settings.ackDelay);
    await peer.fin();
    await peer.acknowledged();
  },
};
