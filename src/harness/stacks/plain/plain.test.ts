/** The plain stack keeps the harness's contract. */
import { stackContract } from '../../stack-contract.ts';
import { USUAL } from './choices.ts';
import { plainStack } from './plain.ts';

stackContract(plainStack({ choices: USUAL, seed: 1 }));
