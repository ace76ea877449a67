import { describe } from 'vitest';
import { pglite } from '../support/engines.ts';
import { otherProject } from './other-project.ts';

describe('on the embedded database', () => otherProject({ ...pglite, isHere: true }, false));
