import { describe } from 'vitest';
import { pglite } from '../support/engines.ts';
import { migrateBehaviour } from './behaviour.ts';

describe('on PGlite', () => migrateBehaviour({ ...pglite, isHere: true }));
