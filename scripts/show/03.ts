/** What issue 03 must show. Lines that take minutes come last. */
import { liveLines } from './03-live.ts';
import { mutantLines } from './03-mutants.ts';
import { oracleLines } from './03-oracles.ts';
import { walkLines } from './03-walks.ts';
import type { Line } from './line.ts';

export const lines: readonly Line[] = [...oracleLines, ...mutantLines, ...walkLines, ...liveLines];
