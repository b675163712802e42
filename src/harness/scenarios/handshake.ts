/** What stands in the segments of a handshake that should not, or not yet. */
import { ACK, CWR, ECE, RST, SYN } from '../../trace/trace.ts';
import { MS } from '../clock.ts';
import { seqAdd } from '../peer.ts';
import { moved, returned, type Scenario, sent } from '../scenario.ts';
import { download, isRst, isSyn, isSynAck, octets, peerClosesFirst, upload } from './steps.ts';

export const synWithData: Scenario = {
  id: 'open/syn-with-data',
  sentence: 'The SYN carries data, without Fast Open; the peer sends what is not acknowledged again.',
  requirements: ['RFC9293-3.5-2', 'RFC9293-3.5-1', 'RFC9293-3.10.7.2-2', 'RFC9293-3.10.7.4-14'],
  goals: [sent('a SYN-ACK', isSynAck), moved('recv', 300)],
  play: async (stage) => {
    const { app, peer, clock, local } = stage;
    const listener = await app.listening(local);
    await peer.syn({ payload: octets(200) });
    const { ack } = await peer.expect('the SYN-ACK', isSynAck);
    // Everything that the SYN-ACK leaves out goes again, as much as that is.
    const taken = ack - seqAdd(peer.settings.iss, 1);
    peer.sndNxt = ack;
    await clock.wait(peer.settings.ackDelay);
    await peer.ack();
    if (taken < 200) await peer.data(octets(200 - taken, taken));
    await peer.data(octets(100, 200));
    const socket = await app.accept(listener);
    await app.recvAll(socket, 300);
    await peer.acknowledged();
    await peerClosesFirst(stage, { listener, socket });
  },
};

export const wrongAckInSynSent: Scenario = {
  id: 'open/wrong-ack-active',
  sentence:
    'To the SYN come an ACK and a SYN-ACK of numbers never sent, and a RST that acknowledges nothing; then the right answer.',
  requirements: [
    'RFC9293-3.10.7.3-1',
    'RFC9293-3.5.2-3',
    'RFC5961-3.2-5',
    'RFC9293-3.10.7.3-2',
    'RFC9293-3.10.7.3-3',
  ],
  goals: [
    sent('a RST for each wrong acknowledgment', isRst, 2),
    returned('getsockopt', 'no error', ({ result }) => result?.['pending'] === ''),
    moved('send', 70),
  ],
  play: async (stage) => {
    const { app, peer, clock, local } = stage;
    const socket = await app.socket();
    await app.bind(socket, local);
    await app.connect(socket, peer.local);
    const syn = await peer.expect('the SYN', isSyn);
    await clock.wait(20 * MS);
    await peer.ack({ ack: seqAdd(syn.seq, 2) });
    await peer.expect('the RST for the ACK', isRst);
    await clock.wait(20 * MS);
    await peer.inject({ flags: SYN | ACK, ack: syn.seq, options: peer.settings.options });
    await peer.expect('the RST for the SYN-ACK', isRst);
    await clock.wait(20 * MS);
    await peer.inject({ flags: RST | ACK, seq: 0, ack: syn.seq, wnd: 0 });
    await peer.rst({ seq: 0 });
    await clock.wait(20 * MS);
    await app.info(socket);
    await peer.synAck();
    await clock.wait(20 * MS);
    await app.connected(socket);
    await upload(stage, socket, octets(70));
    await app.abort(socket);
  },
};

export const wrongAckInSynReceived: Scenario = {
  id: 'open/wrong-ack-passive',
  sentence: 'The SYN-ACK is answered by an ACK beyond it and one before it, and then by the right one.',
  requirements: ['RFC9293-3.10.7.4-9', 'RFC9293-3.5.2-3', 'RFC9293-3.5-1'],
  goals: [sent('a RST for each wrong ACK', isRst, 2), moved('recv', 80)],
  play: async (stage) => {
    const { app, peer, clock, local } = stage;
    const listener = await app.listening(local);
    await peer.syn();
    const { seq } = await peer.expect('the SYN-ACK', isSynAck);
    await clock.wait(20 * MS);
    await peer.ack({ ack: seqAdd(seq, 100) });
    await peer.expect('the RST for the ACK beyond', isRst);
    await clock.wait(20 * MS);
    await peer.ack({ ack: seq });
    await peer.expect('the RST for the ACK before', isRst);
    await clock.wait(20 * MS);
    await peer.ack();
    const socket = await app.accept(listener);
    await download(stage, socket, octets(80));
    await peer.acknowledged();
    await peerClosesFirst(stage, { listener, socket });
  },
};

export const ecnAsked: Scenario = {
  id: 'open/ecn-asked',
  sentence: 'The SYN asks for ECN; the stack may grant it. Data goes both ways, and no congestion is met.',
  requirements: ['RFC3168-6.1.1-1', 'RFC3168-6.1.1-2', 'RFC9293-3.5-1'],
  goals: [sent('a SYN-ACK', isSynAck), moved('recv', 200), moved('send', 300)],
  play: async (stage) => {
    const { app, peer, clock, local } = stage;
    const listener = await app.listening(local);
    await peer.syn({ flags: SYN | ECE | CWR });
    await peer.expect('the SYN-ACK', isSynAck);
    await clock.wait(peer.settings.ackDelay);
    await peer.ack();
    const socket = await app.accept(listener);
    await download(stage, socket, octets(200));
    await upload(stage, socket, octets(300));
    await peerClosesFirst(stage, { listener, socket });
  },
};
