import { basename } from 'node:path';
import { exitCodes } from '../errors.ts';
import type { Outcome } from './command.ts';
import type { Context } from './context.ts';
import { displayPath } from './project-database.ts';

/** The outcome of making a migration or a seed. */
export function madeFile(context: Context, path: string): Outcome {
  const file = basename(path);
  return {
    exitCode: exitCodes.ok,
    json: { name: file.slice(0, file.lastIndexOf('.')), path },
    text: () => `Created ${displayPath(context, path)}`,
  };
}
