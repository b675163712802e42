/** Selective acknowledgments: what the stack reports of holes, and what it does with a report. */
import type { Segment } from '../../trace/trace.ts';
import { MS } from '../clock.ts';
import { hasOption, mssOption, sackOption, sackPermittedOption } from '../options.ts';
import { type Peer, seqAdd } from '../peer.ts';
import { moved, resent, type Scenario, type Stage, sent } from '../scenario.ts';
import { isData, octets, passiveOpen, peerClosesFirst, same } from './steps.ts';

const SIZE = 500;
/** What the peer takes in one segment. */
const SMSS = 536;
const SACK = 5;
const reports = (segment: Segment): boolean => hasOption(segment, SACK);
const OFFER = [mssOption(SMSS), sackPermittedOption()];

/** Pieces of `SIZE` octets of the peer's stream from `first` on, by their numbers. */
const piece = (first: number, n: number, many = 1) => ({
  seq: seqAdd(first, n * SIZE),
  payload: octets(many * SIZE, n * SIZE),
});

/** The pieces of these numbers, 50 ms apart. */
async function scattered({ peer, clock }: Stage, first: number, numbers: readonly number[]): Promise<void> {
  for (const n of numbers) {
    await peer.inject(piece(first, n));
    await clock.wait(50 * MS);
  }
}

async function holes(stage: Stage): Promise<void> {
  const { app, peer, clock } = stage;
  const connection = await passiveOpen(stage);
  const first = peer.sndNxt;
  await peer.data(octets(SIZE));
  await peer.acknowledged();
  await clock.wait(50 * MS);
  // Five islands, more than any option holds; then two holes are filled.
  await scattered(stage, first, [2, 4, 6, 8, 10, 5, 1]);
  await app.info(connection.socket);
  await scattered(stage, first, [3, 9, 7]);
  peer.sndNxt = seqAdd(first, 11 * SIZE);
  await peer.acknowledged();
  const all = await app.recvAll(connection.socket, 11 * SIZE);
  same('what the peer sent', all, octets(11 * SIZE));
  await peerClosesFirst(stage, connection);
}

export const sackHoles: Scenario = {
  id: 'sack/holes',
  sentence: 'The peer offers SACK and leaves five holes in its stream, which it then fills one by one.',
  requirements: ['RFC2018-3-1', 'RFC2018-4-4', 'RFC2018-4-5', 'RFC2018-4-6', 'RFC2018-4-7', 'RFC2018-4-8'],
  peer: { options: OFFER },
  goals: [sent('a report of each', reports, 8), moved('recv', 11 * SIZE)],
  play: holes,
};

export const sackHolesWithTimestamps: Scenario = {
  id: 'sack/holes-with-timestamps',
  sentence: 'As with holes alone; beside timestamps an option holds three blocks only.',
  requirements: ['RFC2018-3-1', 'RFC2018-4-6', 'RFC2018-4-7', 'RFC7323-3.2-5', 'RFC7323-4.3-2'],
  peer: { options: OFFER, timestamps: true },
  goals: [sent('a report of each', reports, 8), moved('recv', 11 * SIZE)],
  play: holes,
};

export const sackDuplicates: Scenario = {
  id: 'sack/duplicates',
  sentence: 'Octets come twice: below the acknowledgment, inside an island, and in part.',
  requirements: ['RFC2883-3-1', 'RFC2883-4-1', 'RFC2883-4-2', 'RFC2883-4-3', 'RFC2883-4-4', 'RFC2883-4.2-1'],
  peer: { options: OFFER },
  goals: [sent('a report of what came twice', reports, 3), moved('recv', 6 * SIZE)],
  play: async (stage) => {
    const { app, peer, clock } = stage;
    const connection = await passiveOpen(stage);
    const first = peer.sndNxt;
    await peer.data(octets(2 * SIZE));
    await peer.acknowledged();
    await clock.wait(600 * MS);
    await peer.inject(piece(first, 0));
    await clock.wait(600 * MS);
    await peer.inject(piece(first, 3, 2));
    await clock.wait(50 * MS);
    await peer.inject(piece(first, 4));
    await clock.wait(600 * MS);
    // One octet of two pieces has been there before, the other is new.
    await peer.inject(piece(first, 4, 2));
    await clock.wait(50 * MS);
    await app.info(connection.socket);
    await peer.inject(piece(first, 1, 2));
    peer.sndNxt = seqAdd(first, 6 * SIZE);
    await peer.acknowledged();
    const all = await app.recvAll(connection.socket, 6 * SIZE);
    same('what the peer sent', all, octets(6 * SIZE));
    await clock.wait(50 * MS);
    await peerClosesFirst(stage, connection);
  },
};

/** Blocks of the stack's stream from `first` on, in full-sized segments. */
const block = (first: number, from: number, to: number) => ({
  left: seqAdd(first, SMSS * from),
  right: seqAdd(first, SMSS * to),
});

/** The peer reports, bit by bit, that the first and the fourth of ten segments are missing. */
async function twoLost(stage: Stage, peer: Peer, first: number): Promise<void> {
  const { clock } = stage;
  const report = async (...blocks: readonly ReturnType<typeof block>[]): Promise<void> => {
    await peer.ack({ ack: first, options: peer.options(sackOption(...blocks)) });
    await clock.wait(2 * MS);
  };
  await report(block(first, 1, 2));
  await report(block(first, 1, 3));
  await report(block(first, 4, 5), block(first, 1, 3));
  await report(block(first, 4, 6), block(first, 1, 3));
  await report(block(first, 4, 8), block(first, 1, 3));
  await report(block(first, 4, 10), block(first, 1, 3));
}

export const sackLoss: Scenario = {
  id: 'sack/loss',
  sentence:
    'The first and the fourth of ten segments are lost: the peer reports what it has, then what is repaired.',
  requirements: ['RFC6675-2-1', 'RFC6675-4-3', 'RFC6675-4-5', 'RFC6675-5-3', 'RFC6675-5-5', 'RFC2018-5-4'],
  peer: { options: OFFER },
  goals: [moved('send', 12 * SMSS), resent(2)],
  play: async (stage) => {
    const { app, peer, clock } = stage;
    const connection = await passiveOpen(stage);
    const first = peer.rcvNxt;
    peer.silence();
    await app.send(connection.socket, octets(12 * SMSS));
    await clock.wait(peer.settings.ackDelay);
    await twoLost(stage, peer, first);
    await app.info(connection.socket);
    await clock.wait(peer.settings.ackDelay);
    // The first has been repaired, the fourth is still missing; then everything is there.
    const { left, right } = block(first, 4, 10);
    await peer.ack({ ack: seqAdd(first, 3 * SMSS), options: peer.options(sackOption({ left, right })) });
    const isFourth = (s: Segment) => isData(s) && s.seq === seqAdd(first, 3 * SMSS);
    const again = () => (peer.received.filter(isFourth).length > 1 ? true : undefined);
    await clock.until(again, 5000 * MS);
    await clock.wait(peer.settings.ackDelay);
    peer.speak();
    await peer.ack();
    same('what the stack sent', await peer.streamed(12 * SMSS, 8000 * MS), octets(12 * SMSS));
    await app.info(connection.socket);
    await clock.wait(2 * peer.settings.ackDelay);
    await peerClosesFirst(stage, connection);
  },
};

export const sackThenTimeout: Scenario = {
  id: 'sack/then-timeout',
  sentence:
    'The peer reports the second of three segments and then is silent until the first has come three times.',
  requirements: ['RFC2018-5-3', 'RFC2018-5.1-2', 'RFC6298-5.4-1', 'RFC6298-5.5-1'],
  peer: { options: OFFER },
  goals: [moved('send', 3 * SMSS), resent(2)],
  play: async (stage) => {
    const { app, peer, clock } = stage;
    const connection = await passiveOpen(stage);
    const first = peer.rcvNxt;
    peer.silence();
    await app.send(connection.socket, octets(3 * SMSS));
    await clock.wait(peer.settings.ackDelay);
    await peer.ack({ ack: first, options: peer.options(sackOption(block(first, 1, 2))) });
    const times = (n: number) => () =>
      peer.received.filter((s) => isData(s) && s.seq === first).length > n ? true : undefined;
    await clock.until(times(1), 8000 * MS);
    await clock.until(times(2), 8000 * MS);
    await clock.wait(peer.settings.ackDelay);
    peer.speak();
    await peer.ack();
    same('what the stack sent', await peer.streamed(3 * SMSS), octets(3 * SMSS));
    await clock.wait(2 * peer.settings.ackDelay);
    await peerClosesFirst(stage, connection);
  },
};
