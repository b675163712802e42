/** The small scenarios of the contract test: what any stack must be able to do. */
import { ACK, PSH, URG } from '../trace/trace.ts';
import { MS } from './clock.ts';
import { moved, returned, type Scenario, sent } from './scenario.ts';
import {
  download,
  isFin,
  isPureAck,
  isRst,
  isSyn,
  isSynAck,
  octets,
  passiveOpen,
  peerClosesFirst,
  upload,
} from './scenarios/steps.ts';

/** A scenario whose id stays a literal, so that `skip` can name it. */
function contractScenario<Id extends string>(
  id: Id,
  parts: Omit<Scenario, 'id' | 'sentence' | 'requirements'>,
): Scenario & { readonly id: Id } {
  return { id, sentence: id, requirements: [], ...parts };
}

export const CONTRACT_SCENARIOS = [
  contractScenario('passive open, data both ways, close', {
    goals: [sent('a SYN-ACK', isSynAck), moved('recv', 10), moved('send', 20), sent('a FIN', isFin)],
    play: async (stage) => {
      const connection = await passiveOpen(stage);
      await download(stage, connection.socket, octets(10));
      await upload(stage, connection.socket, octets(20));
      await peerClosesFirst(stage, connection);
    },
  }),
  contractScenario('active open', {
    goals: [
      sent('a SYN', isSyn),
      sent('an ACK', isPureAck),
      returned('connect', 'both ends', ({ result }) => {
        return result?.['local'] !== undefined && result['remote'] !== undefined;
      }),
      returned('getsockopt', 'no error', ({ result }) => result?.['pending'] === ''),
    ],
    play: async ({ app, peer }) => {
      const socket = await app.socket();
      await app.connect(socket, peer.local);
      await peer.answer();
      await app.connected(socket);
      await app.abort(socket);
    },
  }),
  contractScenario('half-close', {
    goals: [sent('a FIN', isFin), moved('recv', 30)],
    play: async (stage) => {
      const { listener, socket } = await passiveOpen(stage);
      await stage.app.shutdown(socket);
      await stage.peer.expect('the FIN', isFin);
      await download(stage, socket, octets(30));
      await stage.app.close(socket);
      await stage.app.close(listener);
    },
  }),
  contractScenario('reset by the peer', {
    goals: [returned('recv', 'ECONNRESET', ({ error }) => error === 'ECONNRESET')],
    play: async (stage) => {
      const { listener, socket } = await passiveOpen(stage);
      await stage.peer.rst();
      await stage.clock.wait(20 * MS);
      await stage.app.tryRecv(socket);
      await stage.app.close(socket);
      await stage.app.close(listener);
    },
  }),
  contractScenario('abort', {
    goals: [sent('a RST', isRst)],
    play: async (stage) => {
      const { listener, socket } = await passiveOpen(stage);
      await stage.app.abort(socket);
      await stage.peer.expect('the RST', isRst);
      await stage.app.close(listener);
    },
  }),
  contractScenario('urgent data', {
    goals: [sent('an urgent segment', ({ flags }) => (flags & URG) !== 0), moved('recv', 10)],
    play: async ({ app, peer, clock, local }) => {
      const listener = await app.listening(local, { 'urgent-inline': 1 });
      await peer.open();
      const socket = await app.accept(listener);
      await app.sendUrgent(socket, octets(5));
      await peer.streamed(5);
      await peer.data(octets(10), { flags: ACK | PSH | URG, up: 10 });
      await app.recvAll(socket, 10);
      await clock.wait(20 * MS);
      await app.abort(socket);
      await app.close(listener);
    },
  }),
  contractScenario('options of a socket', {
    goals: [returned('setsockopt', '0', ({ value }) => value === 0)],
    play: async ({ app }) => {
      const socket = await app.socket();
      await app.option(socket, 'no-delay', 1);
      await app.option(socket, 'reuse-address', 1);
      await app.close(socket);
    },
  }),
] as const;
