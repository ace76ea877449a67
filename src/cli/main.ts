import { exitCodes } from '../errors.ts';
import type { Streams } from './context.ts';
import { packageVersion } from './package.ts';

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
