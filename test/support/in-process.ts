import { PassThrough } from 'node:stream';
import type { Streams } from '../../src/cli/context.ts';
import { run } from '../../src/cli/main.ts';
import { type CliOptions, cliEnvironment, type Document, type Result } from './cli.ts';

export interface HereOptions extends CliOptions {
  /** Whether stdout says of itself that it is one. */
  readonly terminal?: boolean;
}

let turn: Promise<unknown> = Promise.resolve();

/**
 * Runs a command line in this process, which spares the start of another one. One after the other: a run listens to the
 * signals of its process, and has its folder and its variables.
 */
export function runHere(args: readonly string[], options: HereOptions): Promise<Result> {
  const result = turn.then(() => runNow(args, options));
  turn = result.catch(() => undefined);
  return result;
}

async function runNow(args: readonly string[], options: HereOptions): Promise<Result> {
  const [stdout, stderr] = [captured(options.terminal ?? false), captured(false)];
  const streams = { stdin: new PassThrough().end(), stdout, stderr } as unknown as Streams;
  const env = cliEnvironment(options);
  const leave = enter(options.cwd, env);
  const exitCode = await run(args, streams, env).finally(leave);
  return {
    exitCode,
    stdout: stdout.text(),
    stderr: stderr.text(),
    json: () => JSON.parse(stdout.text()) as Document,
  };
}

/** Gives this process a folder and variables, as the start of another one would. Returns what takes them back. */
function enter(folder: string, env: NodeJS.ProcessEnv): () => void {
  const before = { cwd: process.cwd(), env: { ...process.env } };
  process.chdir(folder);
  replaceVariables(env);
  return () => {
    process.chdir(before.cwd);
    replaceVariables(before.env);
  };
}

function replaceVariables(env: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name];
  Object.assign(process.env, env);
}

function captured(isTTY: boolean): { isTTY: boolean; write(text: string): boolean; text(): string } {
  let text = '';
  return {
    isTTY,
    write(more) {
      text += more;
      return true;
    },
    text: () => text,
  };
}
