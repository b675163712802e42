/** What a container says of its recording as a whole. */
import type { CaptureInfo } from '../../trace/capture/container.ts';
import type { Recording } from './capture-check.ts';

const NANOSECONDS = 1e9;

/**
 * What judging must know of a capture that was read to its end. `dropped`: whether some packet said that
 * others were lost before it (epb_dropcount).
 */
export function recordingOf(info: CaptureInfo, dropped: boolean): Recording {
  const counted = info.interfaces.some(({ drops }) => (drops?.byInterface ?? 0) + (drops?.bySystem ?? 0) > 0);
  return {
    drops: dropped || counted,
    resolution: Math.max(0, ...info.interfaces.map((i) => NANOSECONDS / i.ticksPerSecond)),
    started: info.start === undefined ? '' : startText(info.start),
  };
}

/** ISO 8601, or empty where the stamp is none that a calendar has. */
function startText(start: bigint): string {
  const date = new Date(Number(start / 1_000_000n));
  return Number.isNaN(date.getTime()) ? '' : date.toISOString();
}
