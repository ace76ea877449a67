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
  readonly signal: AbortSignal;
}

/** Asks on the terminal. Ctrl-C, and being told to stop, end the command as they do elsewhere. */
export async function ask<T>(
  { streams, signal }: Pick<Context, 'streams' | 'signal'>,
  question: (prompts: Prompts, terminal: Terminal) => Promise<T>,
): Promise<T> {
  const prompts = await import('@inquirer/prompts');
  signal.throwIfAborted();
  try {
    return await question(prompts, { input: streams.stdin, output: streams.stderr, signal });
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof Error && error.name === 'ExitPromptError')
      throw interrupted('SIGINT', exitCodes.sigint, 'Nothing was done.');
    throw error;
  }
}
