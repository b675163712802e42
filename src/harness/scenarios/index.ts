/** The only list of all scenarios. */
import type { Scenario } from '../scenario.ts';
import { finRetransmitted, halfClose, simultaneousClose } from './close.ts';
import { bulk, everySecond, loneSegment } from './data.ts';
import { fastRetransmit } from './loss.ts';
import { openActive, openClosedPort, openPassive, openRefused, openSimultaneous } from './open.ts';
import { gapAndFilling } from './order.ts';
import { resetWindow } from './reset.ts';
import { silence } from './timeout.ts';
import { zeroWindow } from './window.ts';

export const SCENARIOS: readonly Scenario[] = [
  openPassive,
  openActive,
  openRefused,
  openClosedPort,
  openSimultaneous,
  gapAndFilling,
  silence,
  resetWindow,
  finRetransmitted,
  halfClose,
  simultaneousClose,
  bulk,
  everySecond,
  loneSegment,
  fastRetransmit,
  zeroWindow,
];
