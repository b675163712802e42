/** A stack that acknowledges when it must, and else hardly ever: what it leaves out shows. */
import { type Edit, often } from './edit.ts';

export const LAZY: Edit = often('acknowledge', 0.01);
