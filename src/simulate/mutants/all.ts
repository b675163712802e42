/** Every mutant. The only list of all files beside it. */
import type { Mutant } from '../mutation/mutant.ts';
import { abortsInSilence } from './aborts-in-silence.ts';
import { ackAhead } from './ack-ahead.ts';
import { ackDelayedForSeconds } from './ack-delayed-for-seconds.ts';
import { ackGoesBack } from './ack-goes-back.ts';
import { ackOverAGap } from './ack-over-a-gap.ts';
import { challengeOfResetMissing } from './challenge-of-reset-missing.ts';
import { challengeOfSynMissing } from './challenge-of-syn-missing.ts';
import { clockGoesBack } from './clock-goes-back.ts';
import { closeLosesTextUnsaid } from './close-loses-text-unsaid.ts';
import { crossingSynUnanswered } from './crossing-syn-unanswered.ts';
import { dataAfterFin } from './data-after-fin.ts';
import { dataWithoutAck } from './data-without-ack.ts';
import { duplicateMisplaced } from './duplicate-misplaced.ts';
import { duplicateReportedTwice } from './duplicate-reported-twice.ts';
import { echoOfAnotherTick } from './echo-of-another-tick.ts';
import { echoOfTheNewest } from './echo-of-the-newest.ts';
import { echoStaysBehind } from './echo-stays-behind.ts';
import { echoWithoutAck } from './echo-without-ack.ts';
import { ecnUnasked } from './ecn-unasked.ts';
import { emptySegmentAhead } from './empty-segment-ahead.ts';
import { emptySegmentBehind } from './empty-segment-behind.ts';
import { finBeyondTheWindow } from './fin-beyond-the-window.ts';
import { finMoves } from './fin-moves.ts';
import { finNotCounted } from './fin-not-counted.ts';
import { finUnasked } from './fin-unasked.ts';
import { finWithoutAck } from './fin-without-ack.ts';
import { gapNotAcknowledged } from './gap-not-acknowledged.ts';
import { givesUpInSilence } from './gives-up-in-silence.ts';
import { halfCloseShuts } from './half-close-shuts.ts';
import { ignoresTheWindow } from './ignores-the-window.ts';
import { initialWindowOf40 } from './initial-window-of-40.ts';
import { keepAliveUnanswered } from './keep-alive-unanswered.ts';
import { lastAckForgotten } from './last-ack-forgotten.ts';
import { livesAfterAbort } from './lives-after-abort.ts';
import { mssDefaultIgnored } from './mss-default-ignored.ts';
import { mssIgnored } from './mss-ignored.ts';
import { mssOnData } from './mss-on-data.ts';
import { nobodyAnswers } from './nobody-answers.ts';
import { octetAtFin } from './octet-at-fin.ts';
import { oldSegmentUnanswered } from './old-segment-unanswered.ts';
import { oldStampUnanswered } from './old-stamp-unanswered.ts';
import { oldStampsAccepted } from './old-stamps-accepted.ts';
import { optionLengthWrong } from './option-length-wrong.ts';
import { optionsNotSubtracted } from './options-not-subtracted.ts';
import { orphanEndsEarly } from './orphan-ends-early.ts';
import { probesWithManyOctets } from './probes-with-many-octets.ts';
import { resendsAcknowledgedOctets } from './resends-acknowledged-octets.ts';
import { resendsAllAgain } from './resends-all-again.ts';
import { resendsEarly } from './resends-early.ts';
import { resendsOtherOctets } from './resends-other-octets.ts';
import { resendsWithoutBackOff } from './resends-without-back-off.ts';
import { resendsWithoutReason } from './resends-without-reason.ts';
import { reservedBitSet } from './reserved-bit-set.ts';
import { resetAcknowledgesTooLittle } from './reset-acknowledges-too-little.ts';
import { resetAnswersReset } from './reset-answers-reset.ts';
import { resetAnywhereInWindow } from './reset-anywhere-in-window.ts';
import { resetAtWrongNumber } from './reset-at-wrong-number.ts';
import { resetIgnored } from './reset-ignored.ts';
import { resetOfSynSentIgnored } from './reset-of-syn-sent-ignored.ts';
import { resetUnprovoked } from './reset-unprovoked.ts';
import { resetWithoutAckTaken } from './reset-without-ack-taken.ts';
import { resetsAnIdlePeer } from './resets-an-idle-peer.ts';
import { sackBlocksMeet } from './sack-blocks-meet.ts';
import { sackOfLatestNotFirst } from './sack-of-latest-not-first.ts';
import { sackOfNothing } from './sack-of-nothing.ts';
import { sackPermittedOnData } from './sack-permitted-on-data.ts';
import { sackUnpermitted } from './sack-unpermitted.ts';
import { sackWithoutAck } from './sack-without-ack.ts';
import { scaleOnData } from './scale-on-data.ts';
import { scaleUnasked } from './scale-unasked.ts';
import { scalesTheWindowOfASyn } from './scales-the-window-of-a-syn.ts';
import { secondFin } from './second-fin.ts';
import { shiftAbove14 } from './shift-above-14.ts';
import { skipsAnOctet } from './skips-an-octet.ts';
import { stampsLeftOut } from './stamps-left-out.ts';
import { stampsNotAgreed } from './stamps-not-agreed.ts';
import { stampsUnasked } from './stamps-unasked.ts';
import { stopsResending } from './stops-resending.ts';
import { synAckAcknowledgesNothing } from './syn-ack-acknowledges-nothing.ts';
import { synAckAgainEarly } from './syn-ack-again-early.ts';
import { synAckOfOtherNumber } from './syn-ack-of-other-number.ts';
import { synAckUnacknowledged } from './syn-ack-unacknowledged.ts';
import { synAckUnasked } from './syn-ack-unasked.ts';
import { synAgainEarly } from './syn-again-early.ts';
import { synAgainUnanswered } from './syn-again-unanswered.ts';
import { synInWindowResets } from './syn-in-window-resets.ts';
import { synNeverAgain } from './syn-never-again.ts';
import { synNotBackedOff } from './syn-not-backed-off.ts';
import { takesAcksOfUnsentData } from './takes-acks-of-unsent-data.ts';
import { timeWaitShort } from './time-wait-short.ts';
import { timeWaitSkipped } from './time-wait-skipped.ts';
import { urgentPointerGoesBack } from './urgent-pointer-goes-back.ts';
import { windowProbeUnanswered } from './window-probe-unanswered.ts';
import { windowShrinks } from './window-shrinks.ts';
import { wrongAckInConnectionUnanswered } from './wrong-ack-in-connection-unanswered.ts';
import { wrongAckUnanswered } from './wrong-ack-unanswered.ts';

export const MUTANTS: readonly Mutant[] = [
  synAgainEarly,
  synAckAgainEarly,
  synNotBackedOff,
  synNeverAgain,
  synAckUnasked,
  synAckOfOtherNumber,
  crossingSynUnanswered,
  synAckUnacknowledged,
  synAgainUnanswered,
  synAckAcknowledgesNothing,
  shiftAbove14,
  scaleUnasked,
  stampsUnasked,
  ecnUnasked,
  mssOnData,
  scaleOnData,
  sackPermittedOnData,
  reservedBitSet,
  optionLengthWrong,
  skipsAnOctet,
  ignoresTheWindow,
  finBeyondTheWindow,
  probesWithManyOctets,
  dataAfterFin,
  secondFin,
  scalesTheWindowOfASyn,
  initialWindowOf40,
  emptySegmentAhead,
  emptySegmentBehind,
  mssIgnored,
  optionsNotSubtracted,
  mssDefaultIgnored,
  resendsOtherOctets,
  resendsEarly,
  resendsWithoutBackOff,
  resendsWithoutReason,
  resendsAllAgain,
  resendsAcknowledgedOctets,
  octetAtFin,
  stopsResending,
  finMoves,
  finUnasked,
  finWithoutAck,
  finNotCounted,
  lastAckForgotten,
  timeWaitShort,
  timeWaitSkipped,
  orphanEndsEarly,
  resetAnswersReset,
  resetUnprovoked,
  resetAtWrongNumber,
  resetAcknowledgesTooLittle,
  nobodyAnswers,
  wrongAckUnanswered,
  resetAnywhereInWindow,
  resetIgnored,
  resetOfSynSentIgnored,
  resetWithoutAckTaken,
  challengeOfResetMissing,
  challengeOfSynMissing,
  synInWindowResets,
  wrongAckInConnectionUnanswered,
  oldSegmentUnanswered,
  keepAliveUnanswered,
  windowProbeUnanswered,
  ackAhead,
  ackGoesBack,
  ackOverAGap,
  dataWithoutAck,
  ackDelayedForSeconds,
  gapNotAcknowledged,
  takesAcksOfUnsentData,
  windowShrinks,
  sackOfNothing,
  sackBlocksMeet,
  sackOfLatestNotFirst,
  sackUnpermitted,
  sackWithoutAck,
  duplicateReportedTwice,
  duplicateMisplaced,
  stampsLeftOut,
  stampsNotAgreed,
  echoOfTheNewest,
  echoStaysBehind,
  echoOfAnotherTick,
  echoWithoutAck,
  clockGoesBack,
  oldStampUnanswered,
  oldStampsAccepted,
  urgentPointerGoesBack,
  givesUpInSilence,
  resetsAnIdlePeer,
  abortsInSilence,
  closeLosesTextUnsaid,
  halfCloseShuts,
  livesAfterAbort,
];
