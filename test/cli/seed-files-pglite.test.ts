import { describe } from 'vitest';
import { pglite } from '../support/engines.ts';
import { seedFileBehaviour } from './seed-files.ts';

describe('seed files on PGlite', () => seedFileBehaviour({ ...pglite, isHere: true }));
