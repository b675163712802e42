/** How connections close. */
import { MS } from '../clock.ts';
import { seqAdd } from '../peer.ts';
import { moved, type Scenario, sent } from '../scenario.ts';
import { download, isFin, isPureAck, octets, passiveOpen, upload } from './steps.ts';

export const finRetransmitted: Scenario = {
  id: 'close/fin-retransmitted',
  sentence: 'The stack closes, and the peer acknowledges the FIN only when it has come three times.',
  requirements: ['RFC9293-3.6-1', 'RFC9293-3.6-3', 'RFC6298-5-1', 'RFC6298-5.5-1', 'RFC9293-3.10.7.4-12'],
  goals: [sent('its FIN three times', isFin, 3)],
  play: async (stage) => {
    const { app, peer, clock } = stage;
    const { socket, listener } = await passiveOpen(stage);
    await upload(stage, socket, octets(100));
    peer.silence();
    await app.close(socket);
    for (let n = 1; n <= 3; n++) await peer.expect(`FIN ${n}`, isFin, 8000 * MS);
    await clock.wait(peer.settings.ackDelay);
    await peer.ack();
    await clock.wait(peer.settings.ackDelay);
    await peer.fin();
    await peer.acknowledged();
    await app.close(listener);
  },
};

export const halfClose: Scenario = {
  id: 'close/half',
  sentence: 'The stack ends its stream and goes on receiving until the peer closes too.',
  requirements: ['RFC9293-3.6.1-1', 'RFC9293-3.10.7.4-12', 'RFC9293-3.10.7.4-23', 'RFC9293-3.10.7.4-17'],
  goals: [sent('a FIN', isFin), moved('recv', 900)],
  play: async (stage) => {
    const { app, peer, clock } = stage;
    const { socket, listener } = await passiveOpen(stage);
    await upload(stage, socket, octets(150));
    await app.shutdown(socket);
    await peer.expect('the FIN of the stack', isFin);
    await clock.wait(2 * peer.settings.ackDelay);
    await app.info(socket);
    await download(stage, socket, octets(400));
    await clock.wait(100 * MS);
    await download(stage, socket, octets(500, 400));
    await peer.acknowledged();
    await peer.fin();
    await peer.acknowledged();
    await app.tryRecv(socket);
    await app.close(socket);
    await app.close(listener);
  },
};

export const simultaneousClose: Scenario = {
  id: 'close/simultaneous',
  sentence: 'Both close before either has seen the FIN of the other.',
  requirements: ['RFC9293-3.10.7.4-12', 'RFC9293-3.10.7.4-17', 'RFC9293-3.10.4-1'],
  goals: [sent('a FIN', isFin), sent('an ACK of the FIN', isPureAck)],
  play: async (stage) => {
    const { app, peer, clock } = stage;
    const { socket, listener } = await passiveOpen(stage);
    await upload(stage, socket, octets(150));
    peer.silence();
    await app.close(socket);
    const fin = await peer.expect('the FIN of the stack', isFin);
    await clock.wait(peer.settings.ackDelay / 2);
    await peer.fin({ ack: fin.seq });
    await peer.acknowledged();
    await clock.wait(peer.settings.ackDelay / 2);
    await peer.ack({ ack: seqAdd(fin.seq, 1) });
    await app.close(listener);
  },
};
