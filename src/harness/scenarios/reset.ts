/** Resets and SYNs that come to a living connection. */
import { ACK, SYN } from '../../trace/trace.ts';
import { MS } from '../clock.ts';
import { seqAdd } from '../peer.ts';
import { moved, returned, type Scenario, sent } from '../scenario.ts';
import { APART, download, isPureAck, isRst, octets, passiveOpen } from './steps.ts';

export const resetWindow: Scenario = {
  id: 'reset/window',
  sentence:
    'A RST inside the window, a SYN, a RST outside the window, then one that is exact; afterwards an ACK finds nobody.',
  requirements: [
    'RFC5961-3.2-1',
    'RFC5961-3.2-2',
    'RFC5961-3.2-3',
    'RFC5961-4.2-1',
    'RFC9293-3.5.3-1',
    'RFC9293-3.10.7.4-5',
    'RFC9293-3.10.7.4-7',
    'RFC9293-3.10.7.4-19',
    'RFC9293-3.10.7.4-22',
    'RFC9293-3.5.2-2',
  ],
  goals: [
    returned('recv', 'ECONNRESET', ({ error }) => error === 'ECONNRESET'),
    sent('a RST for the late ACK', isRst),
  ],
  play: async (stage) => {
    const { app, peer, clock } = stage;
    const { socket, listener } = await passiveOpen(stage);
    await download(stage, socket, octets(200));
    await peer.acknowledged();
    await clock.wait(APART);
    await peer.rst({ seq: seqAdd(peer.sndNxt, 1000) });
    await peer.maybe(isPureAck, 200 * MS);
    await app.info(socket);
    await clock.wait(APART);
    await peer.inject({ seq: seqAdd(peer.sndNxt, 5000), ack: 0, flags: SYN, options: peer.settings.options });
    await peer.maybe(isPureAck, 200 * MS);
    await clock.wait(APART);
    await peer.rst({ seq: seqAdd(peer.sndNxt, 0x4000_0000) });
    await clock.wait(200 * MS);
    await peer.rst({ seq: seqAdd(peer.sndNxt, -1) });
    await clock.wait(200 * MS);
    await download(stage, socket, octets(200, 200));
    await peer.acknowledged();
    await peer.rst();
    await clock.wait(50 * MS);
    await app.tryRecv(socket);
    await app.info(socket);
    await app.close(socket);
    await peer.ack();
    await peer.expect('the RST for the late ACK', isRst);
    await app.close(listener);
  },
};

export const resetExact: Scenario = {
  id: 'reset/exact',
  sentence: 'A RST at exactly RCV.NXT ends the connection at once; data behind it finds nobody.',
  requirements: ['RFC5961-3.2-2', 'RFC9293-3.10.7.4-18', 'RFC9293-3.10.7.4-5', 'RFC9293-3.5.2-1'],
  goals: [sent('a RST for the data', isRst), moved('send', 100)],
  play: async (stage) => {
    const { app, peer, clock } = stage;
    const { socket, listener } = await passiveOpen(stage);
    await app.send(socket, octets(100));
    await peer.streamed(100);
    await clock.wait(20 * MS);
    await peer.rst();
    await clock.wait(20 * MS);
    await app.tryRecv(socket);
    await app.close(socket);
    await peer.data(octets(10));
    await peer.expect('the RST for the data', isRst);
    await app.close(listener);
  },
};

export const synInWindow: Scenario = {
  id: 'reset/syn',
  sentence: 'A SYN at RCV.NXT and a SYN-ACK come to a connection; the peer answers the challenge by a RST.',
  requirements: [
    'RFC5961-4.2-1',
    'RFC5961-4.2-3',
    'RFC5961-4.2-2',
    'RFC9293-3.10.7.4-7',
    'RFC9293-3.10.7.4-20',
  ],
  goals: [
    sent('a challenge', isPureAck),
    returned('recv', 'ECONNRESET', ({ error }) => error === 'ECONNRESET'),
  ],
  play: async (stage) => {
    const { app, peer, clock } = stage;
    const { options } = peer.settings;
    const { socket, listener } = await passiveOpen(stage);
    await download(stage, socket, octets(100));
    await peer.acknowledged();
    await clock.wait(APART);
    await peer.inject({ ack: 0, flags: SYN, options, payload: octets(20) });
    await peer.maybe(isPureAck, 200 * MS);
    await clock.wait(APART);
    await peer.inject({ flags: SYN | ACK, options });
    const challenge = await peer.maybe(isPureAck, 200 * MS);
    await app.info(socket);
    // As a peer would that knows nothing of the connection (RFC 9293 §3.5.2).
    await peer.rst({ seq: challenge?.ack ?? peer.sndNxt });
    await clock.wait(20 * MS);
    await app.tryRecv(socket);
    await app.close(socket);
    await app.close(listener);
  },
};
