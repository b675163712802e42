/** Connections that end without the exchange of FINs, by the stack's doing. */
import { MS } from '../clock.ts';
import { moved, type Scenario, sent } from '../scenario.ts';
import { download, isFin, isRst, octets, passiveOpen, upload } from './steps.ts';

export const aborted: Scenario = {
  id: 'close/abort',
  sentence:
    'The application aborts while its data is on the way (SO_LINGER of 0); an ACK behind it finds nobody.',
  requirements: ['RFC9293-3.10.5-1', 'RFC9293-3.5.2-1'],
  goals: [sent('a RST for the abort and one for the ACK', isRst, 2), moved('recv', 100)],
  play: async (stage) => {
    const { app, peer, clock } = stage;
    const { socket, listener } = await passiveOpen(stage);
    await download(stage, socket, octets(100));
    await peer.acknowledged();
    peer.silence();
    await app.send(socket, octets(500));
    await peer.streamed(500);
    await clock.wait(20 * MS);
    await app.abort(socket);
    await peer.expect('the RST', isRst);
    await clock.wait(30 * MS);
    await peer.ack();
    await peer.expect('the RST for the ACK', isRst);
    await app.close(listener);
  },
};

export const unreadData: Scenario = {
  id: 'close/unread-data',
  sentence: 'The application has read a part of what arrived when it closes.',
  requirements: ['SHLD-3', 'RFC9293-3.5.2-1'],
  goals: [sent('a RST', isRst), moved('send', 100), moved('recv', 100)],
  play: async (stage) => {
    const { app, peer, clock } = stage;
    const { socket, listener } = await passiveOpen(stage);
    await upload(stage, socket, octets(100));
    await download(stage, socket, octets(100));
    await peer.data(octets(300, 100));
    await peer.acknowledged();
    await clock.wait(20 * MS);
    await app.close(socket);
    await peer.expect('the RST', isRst);
    await app.close(listener);
  },
};

export const dataAfterClose: Scenario = {
  id: 'close/data-after-close',
  sentence: 'The application has closed for good, its FIN is acknowledged, and then data comes.',
  requirements: ['SHLD-3', 'RFC9293-3.10.4-1', 'RFC9293-3.10.7.4-12'],
  goals: [sent('a FIN', isFin), sent('a RST for the data', isRst)],
  play: async (stage) => {
    const { app, peer, clock } = stage;
    const { socket, listener } = await passiveOpen(stage);
    await upload(stage, socket, octets(100));
    await app.close(socket);
    await peer.expect('the FIN of the stack', isFin);
    await clock.wait(2 * peer.settings.ackDelay);
    await peer.data(octets(200));
    await peer.expect('the RST for the data', isRst);
    await app.close(listener);
  },
};
