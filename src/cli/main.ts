import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exitCodes } from '../errors.ts';
import type { Streams } from './context.ts';
import { packageRoot, packageVersion } from './package.ts';

/**
 * Runs one command line and resolves to its exit code. Nothing is thrown, and the process is not ended. Each step loads
 * what it needs, and no more: who asks for the version waits for no parser, who asks for help for no command.
 */
export async function run(
  argv: readonly string[],
  streams: Streams,
  processEnv: NodeJS.ProcessEnv,
): Promise<number> {
  const version = packageVersion();
  if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
    streams.stdout.write(`${version}\n`);
    return exitCodes.ok;
  }
  const help =
    argv.length === 1 && (argv[0] === '--help' || argv[0] === '-h') ? printedHelp(streams) : undefined;
  if (help !== undefined) {
    streams.stdout.write(help);
    return exitCodes.ok;
  }
  if (argv[0] === '__complete') {
    const { answerCompletion } = await import('./completion/answer.ts');
    await answerCompletion(argv.slice(1), streams, processEnv);
    return exitCodes.ok;
  }
  const { parseCommandLine } = await import('./program.ts');
  const line = parseCommandLine(argv, version);
  if ('text' in line) {
    streams.stdout.write(line.text);
    return exitCodes.ok;
  }
  const { runCommandLine } = await import('./run-command.ts');
  return runCommandLine(line, argv, streams, processEnv);
}

/** The width that Commander prints help with where there is no terminal; the build keeps help of this width. */
const HELP_WIDTH = 80;

/** Help for the whole program as the build printed it, which takes half the time; undefined where it has to be made. */
function printedHelp({ stdout }: Streams): string | undefined {
  const { columns = HELP_WIDTH } = stdout;
  if (columns !== HELP_WIDTH) return undefined;
  try {
    return readFileSync(join(packageRoot(), 'dist', 'help.txt'), 'utf8');
  } catch {
    // What is not built has none.
    return undefined;
  }
}
