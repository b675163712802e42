/** The only list of all scenarios. */
import type { Scenario } from '../scenario.ts';
import { aborted, dataAfterClose, unreadData } from './abort.ts';
import { finRetransmitted, halfClose, simultaneousClose } from './close.ts';
import { bulk, everySecond, littleWrites, littleWritesAtOnce, loneSegment } from './data.ts';
import { dataWithFin, finBeforeData, finHeldBack } from './fin.ts';
import { ecnAsked, synWithData, wrongAckInSynReceived, wrongAckInSynSent } from './handshake.ts';
import { keepAliveAnswered, keepAliveArrives, keepAliveUnanswered } from './keep-alive.ts';
import { fastRetransmit, twoLost } from './loss.ts';
import { mssAbsent, mssSmallWithTimestamps, mssTiny } from './mss.ts';
import { ackOfUnsent, badChecksum, noAckBit, unknownOptions } from './odd.ts';
import { openActive, openClosedPort, openPassive, openRefused, openSimultaneous } from './open.ts';
import { gapAndFilling, partlyOld } from './order.ts';
import { resetExact, resetWindow, synInWindow } from './reset.ts';
import { sackDuplicates, sackHoles, sackHolesWithTimestamps, sackLoss, sackThenTimeout } from './sack.ts';
import { timeWaitNewSyn, timeWaitOldSegments, timeWaitTimestamps } from './time-wait.ts';
import { silence } from './timeout.ts';
import {
  timestampsActive,
  timestampsMissing,
  timestampsOld,
  timestampsPassive,
  timestampsUnasked,
} from './timestamps.ts';
import { resetInSynReceived, synAckUnanswered, synRepeated, synUnanswered } from './unanswered.ts';
import { urgentArrives, urgentInline, urgentLost, urgentSent } from './urgent.ts';
import { beyondWindow, readLate, scaled, shrunk, zeroWindow } from './window.ts';

export const SCENARIOS: readonly Scenario[] = [
  openPassive,
  openActive,
  openRefused,
  openClosedPort,
  openSimultaneous,
  synUnanswered,
  synAckUnanswered,
  resetInSynReceived,
  synRepeated,
  synWithData,
  wrongAckInSynSent,
  wrongAckInSynReceived,
  ecnAsked,
  gapAndFilling,
  partlyOld,
  silence,
  resetWindow,
  resetExact,
  synInWindow,
  finRetransmitted,
  halfClose,
  simultaneousClose,
  dataWithFin,
  finBeforeData,
  finHeldBack,
  aborted,
  unreadData,
  dataAfterClose,
  timeWaitOldSegments,
  timeWaitNewSyn,
  timeWaitTimestamps,
  bulk,
  everySecond,
  loneSegment,
  littleWrites,
  littleWritesAtOnce,
  mssTiny,
  mssSmallWithTimestamps,
  mssAbsent,
  fastRetransmit,
  twoLost,
  sackHoles,
  sackHolesWithTimestamps,
  sackDuplicates,
  sackLoss,
  sackThenTimeout,
  zeroWindow,
  readLate,
  beyondWindow,
  shrunk,
  scaled,
  timestampsPassive,
  timestampsActive,
  timestampsOld,
  timestampsMissing,
  timestampsUnasked,
  urgentSent,
  urgentLost,
  urgentArrives,
  urgentInline,
  keepAliveAnswered,
  keepAliveUnanswered,
  keepAliveArrives,
  unknownOptions,
  badChecksum,
  ackOfUnsent,
  noAckBit,
];
