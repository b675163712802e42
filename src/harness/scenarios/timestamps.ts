/** The Timestamps option, RFC 7323 §3 to §5. */
import { MS } from '../clock.ts';
import { hasOption, timestampsOption } from '../options.ts';
import { type Peer, seqAdd } from '../peer.ts';
import { moved, resent, type Scenario, sent } from '../scenario.ts';
import {
  APART,
  activeOpen,
  download,
  isFin,
  isPureAck,
  octets,
  passiveOpen,
  peerClosesFirst,
  same,
  upload,
} from './steps.ts';

const TIMESTAMPS = 8;

/** An option whose TSval lies `ms` in the past. */
const stale = (peer: Peer, ms: number) =>
  timestampsOption({ tsval: seqAdd(peer.tsval(), -ms), tsecr: peer.tsRecent });

export const timestampsPassive: Scenario = {
  id: 'timestamps/passive',
  sentence: 'The peer offers timestamps: data both ways, two segments for one ACK, a gap and its filling.',
  requirements: [
    'RFC7323-3.2-4',
    'RFC7323-3.2-5',
    'RFC7323-4.3-1',
    'RFC7323-4.3-2',
    'RFC7323-4.3-3',
    'RFC7323-4.3-4',
  ],
  peer: { timestamps: true },
  goals: [sent('timestamps', (s) => hasOption(s, TIMESTAMPS), 6), moved('recv', 2500), moved('send', 800)],
  play: async (stage) => {
    const { app, peer, clock } = stage;
    const connection = await passiveOpen(stage);
    const { socket } = connection;
    // Having answered, the stack delays its acknowledgments, and the two that follow share one.
    await download(stage, socket, octets(100));
    await upload(stage, socket, octets(800));
    await peer.data(octets(200, 100));
    await clock.wait(5 * MS);
    await peer.data(octets(200, 300));
    await peer.acknowledged();
    await clock.wait(100 * MS);
    const first = peer.sndNxt;
    await peer.inject({ seq: seqAdd(first, 1000), payload: octets(1000, 1500) });
    await clock.wait(100 * MS);
    await peer.data(octets(1000, 500));
    peer.sndNxt = seqAdd(first, 2000);
    await peer.acknowledged();
    same('what the peer sent', await app.recvAll(socket, 2400), octets(2400, 100));
    await app.info(socket);
    await peerClosesFirst(stage, connection);
  },
};

export const timestampsActive: Scenario = {
  id: 'timestamps/active',
  sentence:
    'The stack offers timestamps and the peer answers with its own; it answers data only when that has come twice.',
  requirements: ['RFC7323-3.2-1', 'RFC7323-3.2-2', 'RFC7323-3.2-5', 'RFC7323-4.1-1', 'RFC6298-3-1'],
  peer: { timestamps: true },
  goals: [sent('timestamps', (s) => hasOption(s, TIMESTAMPS), 5), moved('send', 700), resent(1)],
  play: async (stage) => {
    const { app, peer, clock } = stage;
    const socket = await activeOpen(stage);
    await upload(stage, socket, octets(300));
    await download(stage, socket, octets(400));
    await peer.acknowledged();
    peer.silence();
    peer.overlook();
    await app.send(socket, octets(400, 300));
    await peer.expect('the data', ({ length }) => length > 0);
    await peer.expect('its retransmission', ({ length }) => length > 0, 8000 * MS);
    await clock.wait(peer.settings.ackDelay);
    peer.speak();
    await peer.ack();
    await app.info(socket);
    await app.close(socket);
    await peer.expect('the FIN of the stack', isFin);
    await clock.wait(2 * peer.settings.ackDelay);
    await peer.fin();
    await peer.acknowledged();
  },
};

export const timestampsOld: Scenario = {
  id: 'timestamps/old',
  sentence:
    'Segments come with timestamps older than the last: data, an ACK, a RST; then the data as it should be.',
  requirements: ['RFC7323-5.3-1', 'RFC7323-5.2-2', 'RFC7323-5.2-3', 'RFC7323-5.3-3', 'RFC9293-3.5.2-4'],
  peer: { timestamps: true },
  goals: [moved('recv', 400), sent('an ACK of what is old', isPureAck, 3)],
  play: async (stage) => {
    const { app, peer, clock } = stage;
    const { socket, listener } = await passiveOpen(stage);
    await download(stage, socket, octets(200));
    await peer.acknowledged();
    await clock.wait(APART);
    await peer.inject({ payload: octets(200, 200), options: [stale(peer, 20_000)] });
    await peer.maybe(isPureAck, 200 * MS);
    await app.info(socket);
    await clock.wait(APART);
    await peer.ack({ options: [stale(peer, 20_000)] });
    await peer.maybe(isPureAck, 200 * MS);
    await clock.wait(APART);
    await download(stage, socket, octets(200, 200));
    await peer.acknowledged();
    await peer.rst({ options: [stale(peer, 20_000)] });
    await clock.wait(20 * MS);
    await app.tryRecv(socket);
    await app.close(socket);
    await app.close(listener);
  },
};

export const timestampsMissing: Scenario = {
  id: 'timestamps/missing',
  sentence: 'Timestamps are in use, and a segment comes without them; the next has them again.',
  requirements: ['RFC7323-3.2-7', 'RFC7323-3.2-8', 'RFC7323-3.2-5'],
  peer: { timestamps: true },
  goals: [moved('recv', 300), moved('send', 200)],
  play: async (stage) => {
    const { app, peer, clock } = stage;
    const connection = await passiveOpen(stage);
    const { socket } = connection;
    await download(stage, socket, octets(100));
    await peer.acknowledged();
    await clock.wait(100 * MS);
    const next = peer.sndNxt;
    await peer.data(octets(100, 100), { options: [] });
    const taken = await peer.maybe(({ ack }) => ack === peer.sndNxt, APART);
    // A stack that dropped it, as it should, gets it once more.
    if (taken === undefined) await peer.inject({ seq: next, payload: octets(100, 100) });
    await peer.data(octets(100, 200));
    same('what the peer sent', await app.recvAll(socket, 200), octets(200, 100));
    await peer.acknowledged();
    await upload(stage, socket, octets(200));
    await peerClosesFirst(stage, connection);
  },
};

export const timestampsUnasked: Scenario = {
  id: 'timestamps/unasked',
  sentence: 'Nobody has agreed on timestamps, and the peer sends them all the same, also receding ones.',
  requirements: ['RFC7323-3.2-9', 'RFC7323-3.2-4', 'MUST-5'],
  goals: [moved('recv', 300), moved('send', 100)],
  play: async (stage) => {
    const { app, peer } = stage;
    const connection = await passiveOpen(stage);
    const { socket } = connection;
    const stamp = (tsval: number) => ({ options: [timestampsOption({ tsval, tsecr: 77 })] });
    await peer.data(octets(100), stamp(5_000_000));
    await peer.data(octets(100, 100), stamp(1000));
    await peer.data(octets(100, 200), stamp(900));
    same('what the peer sent', await app.recvAll(socket, 300), octets(300));
    await peer.acknowledged();
    await upload(stage, socket, octets(100));
    await peerClosesFirst(stage, connection);
  },
};
