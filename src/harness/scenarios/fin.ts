/** Where a FIN stands in the stream. */
import { ACK, FIN, PSH } from '../../trace/trace.ts';
import { MS } from '../clock.ts';
import { seqAdd } from '../peer.ts';
import { moved, returned, type Scenario, sent } from '../scenario.ts';
import { isFin, octets, passiveOpen, same } from './steps.ts';

export const dataWithFin: Scenario = {
  id: 'close/data-with-fin',
  sentence: 'Each side ends its stream on a segment that carries data.',
  requirements: ['RFC9293-3.6-1', 'RFC9293-3.10.7.4-14', 'RFC9293-3.10.7.4-17', 'SHLD-7'],
  goals: [
    moved('send', 150),
    moved('recv', 250),
    sent('a FIN behind data', (s) => isFin(s) && s.length > 0),
    returned('recv', 'the end of the stream', ({ value }) => value === 0),
  ],
  play: async (stage) => {
    const { app, peer, clock } = stage;
    const { socket, listener } = await passiveOpen(stage);
    await peer.data(octets(250), { flags: FIN | PSH | ACK });
    same('what the peer sent', await app.recvAll(socket, 250), octets(250));
    same('end of the stream', await app.recv(socket), new Uint8Array(0));
    await peer.acknowledged();
    await app.info(socket);
    await app.send(socket, octets(100));
    // Held back as long as the first is not acknowledged, so that the FIN finds it unsent.
    await app.send(socket, octets(50, 100));
    await app.close(socket);
    same('what the stack sent', await peer.streamed(150), octets(150));
    await clock.wait(2 * peer.settings.ackDelay);
    await app.close(listener);
  },
};

export const finBeforeData: Scenario = {
  id: 'close/fin-before-data',
  sentence: 'The FIN of the peer arrives before the data that it stands behind.',
  requirements: ['RFC5681-4.2-5', 'SHLD-31', 'RFC9293-3.10.7.4-17', 'RFC9293-3.10.7.4-3'],
  goals: [moved('recv', 300), returned('recv', 'the end of the stream', ({ value }) => value === 0)],
  play: async (stage) => {
    const { app, peer, clock } = stage;
    const { socket, listener } = await passiveOpen(stage);
    const first = peer.sndNxt;
    await peer.inject({ seq: seqAdd(first, 300), flags: FIN | ACK });
    await clock.wait(100 * MS);
    await app.info(socket);
    await peer.data(octets(300));
    peer.sndNxt = seqAdd(first, 301);
    same('what the peer sent', await app.recvAll(socket, 300), octets(300));
    // A stack that did not keep the FIN gets it again.
    if ((await peer.maybe((s) => s.ack === peer.sndNxt, 600 * MS)) === undefined)
      await peer.inject({ seq: seqAdd(first, 300), flags: FIN | ACK });
    same('end of the stream', await app.recv(socket), new Uint8Array(0));
    await app.close(socket);
    await peer.expect('the FIN of the stack', isFin);
    await clock.wait(2 * peer.settings.ackDelay);
    await app.close(listener);
  },
};

export const finHeldBack: Scenario = {
  id: 'close/fin-held-back',
  sentence: 'The application closes while the peer’s window holds data back; the FIN leaves when that opens.',
  requirements: ['RFC9293-3.6-1', 'RFC9293-3.8-1', 'RFC9293-3.10.4-1', 'RFC9293-3.10.7.4-12'],
  peer: { window: 1000 },
  goals: [moved('send', 1500), sent('a FIN', isFin)],
  play: async (stage) => {
    const { app, peer, clock } = stage;
    const { socket, listener } = await passiveOpen(stage);
    await app.send(socket, octets(1500));
    await app.close(socket);
    same('what the stack sent', await peer.streamed(1500), octets(1500));
    await peer.expect('the FIN of the stack', isFin);
    await clock.wait(2 * peer.settings.ackDelay);
    await peer.fin();
    await peer.acknowledged();
    await app.close(listener);
  },
};
