/** Programs on both ends of connections: a server that waits, a client that begins. */
import type { Endpoint, Nanos } from '../../trace/trace.ts';
import {
  accepted,
  closing,
  connected,
  listening,
  type Options,
  type Party,
  received,
  sentAll,
} from './talk.ts';
import type { Steps } from './task.ts';

const MS: Nanos = 1e6;

export interface Program {
  readonly id: string;
  /** `octets`: about so many go over the path, in all connections and directions together. */
  readonly server: (party: Party, local: Endpoint, octets: number) => Steps;
  readonly client: (party: Party, remote: Endpoint, octets: number) => Steps;
}

/** A server of one connection. */
const serving = (
  talk: (party: Party, fd: number, octets: number) => Steps<unknown>,
  options: Options = {},
): Program['server'] =>
  function* (party, local, octets) {
    const listener = listening(party, local, options);
    const fd = yield* accepted(party, listener);
    party.sockets.close(listener);
    yield* closing(party, fd, talk(party, fd, octets));
  };

const calling = (
  talk: (party: Party, fd: number, octets: number) => Steps<unknown>,
  options: Options = {},
): Program['client'] =>
  function* (party, remote, octets) {
    const fd = yield* connected(party, remote, options);
    yield* closing(party, fd, talk(party, fd, octets));
  };

/** Sends all, ends its direction, waits for the end of the other. */
function* sends(party: Party, fd: number, octets: number): Steps {
  yield* sentAll(party, fd, octets);
  party.sockets.shutdown(fd);
  yield* received(party, fd);
}

function* reads(party: Party, fd: number): Steps {
  yield* received(party, fd);
}

const bulk: Program = { id: 'bulk', client: calling(sends), server: serving(reads) };

/** The server is the one that sends. */
const download: Program = { id: 'download', client: calling(reads), server: serving(sends) };

/** Sends and reads at once; the one that ends last lets the socket go. */
function* exchanges(party: Party, fd: number, octets: number): Steps {
  let reading = true;
  party.spawn(
    (function* () {
      try {
        yield* received(party, fd);
      } finally {
        reading = false;
      }
    })(),
  );
  try {
    yield* sentAll(party, fd, octets / 2);
    party.sockets.shutdown(fd);
  } finally {
    // The socket must not go, and its number to another, while it is being read.
    while (reading) yield { until: party.now() + 5 * MS };
  }
}

const both: Program = { id: 'both-ways', client: calling(exchanges), server: serving(exchanges) };

const MOST_ASKED = 4000;

function* asks(party: Party, fd: number, octets: number): Steps {
  for (let sum = 0; sum < octets; ) {
    const size = party.random.whole(1, MOST_ASKED);
    yield* sentAll(party, fd, size, sum);
    // The server gives back as many.
    if ((yield* received(party, fd, size)) < size) return;
    sum += 2 * size;
    if (party.random.chance(0.05)) yield { until: party.now() + party.random.whole(1, 120) * MS };
  }
}

function* echoes(party: Party, fd: number): Steps {
  for (let sum = 0; ; ) {
    const size = yield* received(party, fd, 1);
    if (size === 0) return;
    yield* sentAll(party, fd, size, sum);
    sum += size;
  }
}

const requests: Program = { id: 'requests', client: calling(asks), server: serving(echoes) };

const OCTETS_OF_A_SHORT_ONE = 6000;
const MOST_CONNECTIONS = 60;
const MOST_AT_ONCE = 4;

/** Many short connections, one after the other and some at once. */
const many: Program = {
  id: 'many',
  *client(party, remote, octets) {
    let open = 0;
    const wanted = Math.min(MOST_CONNECTIONS, Math.ceil(octets / OCTETS_OF_A_SHORT_ONE));
    for (let number = 0; number < wanted; number++) {
      while (open >= MOST_AT_ONCE) yield { until: party.now() + MS };
      const call = calling((own, fd) => asks(own, fd, party.random.whole(1, 2 * OCTETS_OF_A_SHORT_ONE)));
      const one = (function* (): Steps {
        open++;
        try {
          yield* call(party, remote, 0);
        } finally {
          open--;
        }
      })();
      if (party.random.chance(0.5)) yield* one;
      else party.spawn(one);
    }
  },
  *server(party, local) {
    const listener = listening(party, local);
    for (;;) {
      const fd = yield* accepted(party, listener);
      party.spawn(closing(party, fd, echoes(party, fd)));
    }
  },
};

/** The server answers only after the client's end. */
function* answersLate(party: Party, fd: number, octets: number): Steps {
  yield* received(party, fd);
  yield* sentAll(party, fd, octets / 2);
}

const half: Program = {
  id: 'half-close',
  client: calling((party, fd, octets) => sends(party, fd, octets / 2)),
  server: serving(answersLate),
};

/** Goes away in the midst of it, or leaves what has come unread. */
const abort: Program = {
  id: 'abort',
  *client(party, remote, octets) {
    const fd = yield* connected(party, remote);
    yield* sentAll(party, fd, Math.ceil(octets * party.random.unit()));
    yield { until: party.now() + party.random.whole(0, 30) * MS };
    if (party.random.chance(0.5)) party.sockets.abort(fd);
    else party.sockets.close(fd);
  },
  server: serving(exchanges),
};

const MOST_READ_SLOWLY = 80_000;

/** A small buffer and a reader that sleeps: windows of zero. */
const slow: Program = {
  id: 'slow-reader',
  client: calling((party, fd, octets) => sends(party, fd, octets / 4)),
  *server(party, local, octets) {
    const reader = serving(
      function* (own, fd) {
        const pause = { between: own.random.whole(1, 200) * MS, most: own.random.whole(2000, 40_000) };
        yield* received(own, fd, Math.min(octets / 8, MOST_READ_SLOWLY), pause);
        yield* received(own, fd);
      },
      { 'receive-buffer': party.random.whole(2500, 20_000) },
    );
    yield* reader(party, local, octets);
  },
};

/** By name, in the order in which they take turns. */
export const PROGRAMS: readonly Program[] = [bulk, both, requests, download, many, half, abort, slow];
