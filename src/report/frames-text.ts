/** Records by their numbers, the first few. */

const MOST = 12;

/** `5, 6, 7 …`, where `count` may be more than are listed. */
export function framesText(frames: readonly number[], count: number = frames.length): string {
  const shown = frames.slice(0, MOST).join(', ');
  return count > Math.min(MOST, frames.length) && shown !== '' ? `${shown} …` : shown;
}
