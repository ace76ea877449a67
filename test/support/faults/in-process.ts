import { PassThrough } from 'node:stream';
import type { Streams } from '../../../src/cli/context.ts';
import { run } from '../../../src/cli/main.ts';
import type { CliOptions, Document, Result } from '../cli.ts';
import { cliEnvironment } from '../cli.ts';

let turn: Promise<unknown> = Promise.resolve();

/**
 * Runs a command line in this process, which spares the start of another one. One after the other: a run listens to the
 * signals of its process.
 */
export function runHere(args: readonly string[], options: CliOptions): Promise<Result> {
  const result = turn.then(() => runNow(args, options));
  turn = result.catch(() => undefined);
  return result;
}

async function runNow(args: readonly string[], options: CliOptions): Promise<Result> {
  const [stdout, stderr] = [captured(), captured()];
  const streams = { stdin: new PassThrough().end(), stdout, stderr } as unknown as Streams;
  const exitCode = await run([...args, '--cwd', options.cwd], streams, cliEnvironment(options));
  return {
    exitCode,
    stdout: stdout.text(),
    stderr: stderr.text(),
    json: () => JSON.parse(stdout.text()) as Document,
  };
}

function captured(): { write(text: string): boolean; text(): string } {
  let text = '';
  return {
    write(more) {
      text += more;
      return true;
    },
    text: () => text,
  };
}
