import { accessSync, constants, existsSync, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type ExitCode, exitCodes, messageOf, QuodsiDbError } from '../errors.ts';
import type { GlobalOptions } from './context.ts';

/** Finds before anything is done that --cwd or --output cannot be used. */
export function requirePlaces({ cwd, output }: GlobalOptions): void {
  if (!statSync(cwd, { throwIfNoEntry: false })?.isDirectory()) {
    throw new QuodsiDbError('USAGE', `there is no folder ${cwd}`, {
      hint: '--cwd names the folder to run in.',
      exitCode: exitCodes.usage,
    });
  }
  if (output === undefined) return;
  const file = resolve(cwd, output);
  try {
    if (statSync(file, { throwIfNoEntry: false })?.isDirectory()) throw new Error('it is a folder');
    accessSync(existsSync(file) ? file : dirname(file), constants.W_OK);
  } catch (error) {
    throw outputError(output, error, exitCodes.usage);
  }
}

/** Writes the result of --output; throws OUTPUT_FAILED. */
export function writeOutput(cwd: string, output: string, content: string): void {
  try {
    writeFileSync(resolve(cwd, output), `${content}\n`);
  } catch (error) {
    throw outputError(output, error, exitCodes.failed);
  }
}

function outputError(output: string, cause: unknown, exitCode: ExitCode): QuodsiDbError {
  return new QuodsiDbError(
    'OUTPUT_FAILED',
    `the result cannot be written to ${output}: ${messageOf(cause)}`,
    { hint: 'Name a file in a folder that exists and can be written.', exitCode, cause },
  );
}
