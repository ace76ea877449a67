import { describe } from 'vitest';
import { pglite } from '../support/engines.ts';
import { processBehaviour } from './processes.ts';

describe('on PGlite', () => processBehaviour(pglite));
