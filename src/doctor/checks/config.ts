import { basename } from 'node:path';
import type { Project } from '../../config/load.ts';
import { type Answer, ok } from '../check.ts';

/** What was read; a config that cannot be read has an answer of its own, see failed. */
export function configCheck({ configFile, environment, protected: isProtected }: Project): Answer {
  return ok(
    [
      configFile === null ? 'there is none, so that what is usual holds' : `${basename(configFile)} is valid`,
      ...(environment === null ? [] : [`environment ${environment}`]),
      ...(isProtected ? ['protected: whatever changes the database needs consent'] : []),
    ].join('; '),
  );
}
