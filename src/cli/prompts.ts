import { exitCodes } from '../errors.ts';
import type { Context } from './context.ts';
import { interrupted } from './signals.ts';

/** Whether a person is there to answer. */
export function canAsk({ global, streams }: Context): boolean {
  return global.input && Boolean(streams.stdin.isTTY) && Boolean(streams.stderr.isTTY);
}

type Prompts = typeof import('@inquirer/prompts');
interface Terminal {
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
}

/** Asks on the terminal. Ctrl-C ends the command as it does elsewhere. */
export async function ask<T>(
  { streams }: Pick<Context, 'streams'>,
  question: (prompts: Prompts, terminal: Terminal) => Promise<T>,
): Promise<T> {
  const prompts = await import('@inquirer/prompts');
  try {
    return await question(prompts, { input: streams.stdin, output: streams.stderr });
  } catch (error) {
    if (error instanceof Error && error.name === 'ExitPromptError')
      throw interrupted('SIGINT', exitCodes.sigint, 'Nothing was done.');
    throw error;
  }
}
