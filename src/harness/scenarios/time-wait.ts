/** What comes to a connection in TIME-WAIT. */
import { ACK, FIN, SYN } from '../../trace/trace.ts';
import { MS } from '../clock.ts';
import { type Peer, seqAdd } from '../peer.ts';
import { moved, type Scenario, type Stage, sent } from '../scenario.ts';
import { APART, download, isFin, isPureAck, isSynAck, octets, passiveOpen, upload } from './steps.ts';

/** A connection that the stack closes first; gives the listener, which goes on. The stack is in TIME-WAIT. */
async function intoTimeWait(stage: Stage): Promise<number> {
  const { app, peer, clock } = stage;
  const { socket, listener } = await passiveOpen(stage);
  await download(stage, socket, octets(200));
  await upload(stage, socket, octets(100));
  await app.close(socket);
  await peer.expect('the FIN of the stack', isFin);
  await clock.wait(2 * peer.settings.ackDelay);
  await peer.fin();
  await peer.acknowledged();
  await clock.wait(100 * MS);
  return listener;
}

/** The beginning of what a peer has sent: its number, and octets of it. */
const old = (peer: Peer) => ({ seq: seqAdd(peer.settings.iss, 1), payload: octets(200) });

export const timeWaitOldSegments: Scenario = {
  id: 'close/time-wait-old-segments',
  sentence: 'In TIME-WAIT come an old segment with data, the FIN again, and an ACK of numbers never sent.',
  requirements: ['MUST-13', 'RFC9293-3.10.7.4-12', 'RFC9293-3.10.7.4-1', 'RFC9293-3.5.2-4'],
  goals: [sent('a FIN', isFin), sent('an ACK of what is old', isPureAck, 3)],
  play: async (stage) => {
    const { app, peer, clock } = stage;
    const listener = await intoTimeWait(stage);
    await peer.inject(old(peer));
    await peer.maybe(isPureAck, APART);
    await clock.wait(APART);
    await peer.inject({ seq: seqAdd(peer.sndNxt, -1), flags: FIN | ACK });
    await peer.maybe(isPureAck, APART);
    await clock.wait(APART);
    await peer.ack({ ack: seqAdd(peer.rcvNxt, 1000) });
    await app.close(listener);
  },
};

export const timeWaitNewSyn: Scenario = {
  id: 'close/time-wait-new-syn',
  sentence:
    'In TIME-WAIT comes a SYN of an old number, which opens nothing, and then one of a new number, which does.',
  requirements: ['MAY-2', 'RFC6191-2-6', 'RFC9293-3.5.2-4', 'RFC9293-3.5-1'],
  goals: [sent('a SYN-ACK for each connection', isSynAck, 2), moved('recv', 300)],
  play: async (stage) => {
    const { app, peer, clock } = stage;
    const listener = await intoTimeWait(stage);
    const next = peer.sndNxt;
    await peer.inject({ seq: seqAdd(next, -150), ack: 0, flags: SYN, options: peer.settings.options });
    await peer.maybe(isPureAck, 200 * MS);
    await clock.wait(APART);
    peer.renew(seqAdd(next, 50_000));
    await peer.open();
    const socket = await app.accept(listener);
    await app.info(socket);
    await download(stage, socket, octets(100));
    await peer.acknowledged();
    await app.abort(socket);
    await app.close(listener);
  },
};

export const timeWaitTimestamps: Scenario = {
  id: 'close/time-wait-timestamps',
  sentence: 'As with a new SYN in TIME-WAIT, but the timestamps tell that it is new and its number is lower.',
  requirements: ['RFC6191-2-1', 'SHLD-4', 'RFC7323-3.2-5', 'RFC9293-3.5-1'],
  peer: { timestamps: true },
  goals: [sent('a SYN-ACK for each connection', isSynAck, 2), moved('recv', 300)],
  play: async (stage) => {
    const { app, peer, clock } = stage;
    const listener = await intoTimeWait(stage);
    // Linux keeps the peer's clock in whole seconds where it compares them.
    await clock.wait(1200 * MS);
    peer.renew(seqAdd(peer.settings.iss, -50_000));
    await peer.open();
    const socket = await app.accept(listener);
    await app.info(socket);
    await download(stage, socket, octets(100));
    await peer.acknowledged();
    await app.abort(socket);
    await app.close(listener);
  },
};
