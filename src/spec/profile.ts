/**
 * Profiles: the numbers and traits by which a stack is judged, as data (architecture.md §3). Every result
 * names its profile.
 */
import { setting, type Term } from './term.ts';

/** A known departure of a stack: it names findings, never hides them. */
export interface Trait {
  readonly id: string;
  readonly rule: string;
  /** Only in scenarios whose id begins so; an empty one means everywhere. */
  readonly scenario: string;
  /** Only findings whose clause begins in one of these ways; absent means whatever the clause. */
  readonly clauses?: readonly string[];
  readonly reason: string;
  /** Where an outsider can see that the stack does this. */
  readonly witness: string;
}

export interface Profile {
  readonly id: string;
  readonly text: string;
  /** Values of the settings below by name; what is absent keeps the standard's. */
  readonly values: Readonly<Record<string, number>>;
  readonly traits: readonly Trait[];
}

const MS = 1e6;

/** How late an answer that an RFC wants at once may be: scheduling, not TCP. Architecture.md §10. */
export const IMMEDIATE: Term<'span'> = setting('IMMEDIATE', 40 * MS);
/** RFC 9293 3.8.6.3, MUST-40: an ACK is delayed by less than this. */
export const halfASecond: Term<'span'> = setting('DELAYED ACK LIMIT', 500 * MS);
/** G of RFC 6298: how coarse the stack's own clock may be. */
export const GRANULARITY: Term<'span'> = setting('G', 10 * MS);
/** RFC 6298 2.5: a cap of RTO is at least this. */
export const RTO_CAP: Term<'span'> = setting('RTO CAP AT LEAST', 60_000 * MS);
/** RTO where no long round trip was seen: 1 s by RFC 6298, 3 s by RFC 1122, and a coarse clock. */
export const RTO_HIGH: Term<'span'> = setting('RTO WITHOUT LONG ROUND TRIPS AT MOST', 4000 * MS);
/** RFC 5961 §7: how long challenge ACKs may be withheld after one. */
export const THROTTLE: Term<'span'> = setting('CHALLENGE ACK THROTTLE', 5000 * MS);
/** The shortest TIME-WAIT that is no finding yet; RFC 9293 names 240 s, a class of its own. */
export const TIME_WAIT_LEAST: Term<'span'> = setting('2MSL AT LEAST', 10_000 * MS);
/** How long a stack keeps FIN-WAIT-2 after a full CLOSE (events.md §4.5). */
export const ORPHAN_LEAST: Term<'span'> = setting('ORPHANED FIN-WAIT-2 AT LEAST', 10_000 * MS);
/** A stack that has heard nothing for less than this has no reason to reset; users may set short timeouts. */
export const GIVE_UP_LEAST: Term<'span'> = setting('GIVE UP AT LEAST', 1000 * MS);
/** Giving up without a word leaves a peer that retransmits for long alone: R2 is 100 s by SHLD-11. */
export const SILENT_GIVE_UP_LEAST: Term<'span'> = setting('SILENT GIVE UP AT LEAST', 10_000 * MS);
/** RFC 7323 5.5: TS.Recent is no measure any more after an idle time of 24 days. */
export const TS_OUTDATED: Term<'span'> = setting('TS.RECENT OUTDATED', 24 * 86_400_000 * MS);
/**
 * The checks of RFC 793 where RFC 5961 has better ones: an RST, a SYN anywhere in the window. 1: a stack is
 * believed to have them, and has a finding for it; 2: they are as good as any.
 */
export const RFC793_RST: Term<'count'> = setting('RST BY RFC 793', 1);
export const RFC793_SYN: Term<'count'> = setting('SYN BY RFC 793', 1);
/** RFC 6928 §2: 14600; RFC 3390: 4380. */
export const IW_OCTETS: Term<'size'> = setting('IW OCTETS', 14600);

/** One number of a profile, as a user may set it. */
export interface Setting {
  readonly name: string;
  /** `span`: nanoseconds; `octets`: a count of them; `switch`: 1 on, 0 off, 2 in built-in profiles only. */
  readonly unit: 'span' | 'octets' | 'switch';
  /** What holds where a profile says nothing. */
  readonly standard: number;
}

function settingOf<U extends 'span' | 'size' | 'count'>(term: Term<U>, unit: Setting['unit']): Setting {
  const { node } = term;
  if (node.op !== 'constant' || node.name === undefined)
    throw new Error('unreachable: every setting above is a named constant');
  return { name: node.name, unit, standard: node.value };
}

const SPANS: readonly Term<'span'>[] = [
  IMMEDIATE,
  halfASecond,
  GRANULARITY,
  RTO_CAP,
  THROTTLE,
  TIME_WAIT_LEAST,
  ORPHAN_LEAST,
  GIVE_UP_LEAST,
  SILENT_GIVE_UP_LEAST,
  TS_OUTDATED,
];

/** Every setting that a rule reads; a profile's values have these names and no others. */
export const SETTINGS: readonly Setting[] = [
  ...SPANS.map((term) => settingOf(term, 'span')),
  settingOf(IW_OCTETS, 'octets'),
  // What term.ts calls tolerated: behaviour of deployed stacks that an RFC advises against.
  { name: 'tolerated', unit: 'switch', standard: 1 },
  settingOf(RFC793_RST, 'switch'),
  settingOf(RFC793_SYN, 'switch'),
];

export const strict: Profile = {
  id: 'strict',
  text: 'standards track to the letter',
  values: { 'IW OCTETS': 4380 },
  traits: [],
};

export const currentPractice: Profile = {
  id: 'current-practice',
  text: 'the standards track with RFC 6928, RTO floor 0 for verdicts of MUST level',
  values: {},
  traits: [],
};

export const rfc793Era: Profile = {
  id: 'rfc793-era',
  text: 'the initial window of RFC 3390, a clock of 500 ms, RST and SYN in the window as RFC 793 had them',
  values: { 'IW OCTETS': 4380, G: 500 * MS, 'RST BY RFC 793': 2, 'SYN BY RFC 793': 2 },
  traits: [],
};

/** The Linux kernel as deployed; every trait has its reasons in docs/judgements.md. */
export const linux: Profile = {
  id: 'linux',
  text: 'current practice, with the known departures of the Linux kernel named',
  values: {},
  traits: [
    {
      id: 'scales-though-not-agreed',
      rule: 'window-not-shrunk',
      scenario: 'open/simultaneous',
      reason:
        'after a simultaneous open whose peer offered no window scale the kernel scales its own window all the same',
      witness: 'docs/judgements.md, 1: net/ipv4/tcp_input.c, tcp_rcv_synsent_state_process',
    },
    {
      id: 'syn-timer-not-backed-off',
      rule: 'SYN',
      scenario: 'open/syn-unanswered',
      reason: 'the kernel sends its first SYNs again one second apart before it begins to back off',
      witness: 'docs/judgements.md, 2: Documentation/networking/ip-sysctl.rst, tcp_syn_linear_timeouts',
    },
    {
      id: 'syn-timer-not-backed-off',
      rule: 'SYN',
      scenario: 'pair/',
      clauses: ['syn-on-timeout: '],
      reason: 'the kernel sends its first SYNs again one second apart before it begins to back off',
      witness: 'docs/judgements.md, 2: Documentation/networking/ip-sysctl.rst, tcp_syn_linear_timeouts',
    },
    {
      id: 'reset-behind-sack',
      rule: 'challenge-ack-for-rst',
      scenario: 'pair/',
      reason: 'the kernel takes an RST where its last SACK block ends as if it stood at RCV.NXT',
      witness: 'docs/judgements.md, 5: net/ipv4/tcp_input.c, tcp_validate_incoming',
    },
    {
      id: 'reports-what-it-acknowledges',
      rule: 'SACK blocks',
      scenario: 'pair/',
      clauses: [
        'sack-of-octets-above-gap: OUT.ACK ≤ OUT.SACK1.LEFT',
        'sack-of-duplicate-below-ack: ',
        'sack-of-duplicate-above-ack: ',
      ],
      reason:
        'the ACK of a FIN behind a gap in FIN-WAIT, and each segment that is cut from one large send, repeat SACK blocks',
      witness:
        'docs/judgements.md, 4: net/ipv4/tcp_input.c, tcp_fin; net/ipv4/tcp_offload.c, tcp_gso_segment',
    },
    {
      id: 'syn-again-after-wrong-ack',
      rule: 'SYN',
      scenario: 'open/wrong-ack-active',
      reason: 'an unacceptable ACK in SYN-SENT makes the kernel send its SYN again within milliseconds',
      witness: 'docs/judgements.md, 3: net/ipv4/tcp_input.c, tcp_rcv_synsent_state_process',
    },
  ],
};

export const PROFILE_LIST: readonly Profile[] = [currentPractice, strict, rfc793Era, linux];
export const profileOf = (id: string): Profile | undefined => PROFILE_LIST.find((p) => p.id === id);
