import { resolve } from 'node:path';

import { readEnvironment } from '../config/environment.ts';
import { loadProject, type Project } from '../config/load.ts';
import { redact } from '../config/redact.ts';
import { secretsOf } from '../config/secrets.ts';
import { QuodsiDbError, rewritten } from '../errors.ts';
import { errorText } from '../report/error-text.ts';
import { jsonReport } from '../report/json.ts';
import { exitCodeOf, type Outcome, withError } from './command.ts';
import type { Context, GlobalOptions, Streams } from './context.ts';
import { type Format, formats, requireFormat } from './format.ts';
import { requirePlaces } from './output-file.ts';
import { packageAliases } from './package.ts';
import { parseSwitch } from './parse.ts';
import { printOutcome } from './print.ts';
import { type CommandLine, cwdOf, type Invocation, type Refusal, withVariables } from './program.ts';
import { progressOn } from './progress.ts';
import { INTERRUPTED, watchSignals } from './signals.ts';
import { watchStrays } from './strays.ts';
import { styleFor, wantsColor } from './style.ts';
import { harmless } from './terminal-text.ts';

/** Runs a command line, or says what is wrong with it. Resolves to the exit code; nothing is thrown. */
export async function runCommandLine(
  line: CommandLine | Refusal,
  argv: readonly string[],
  streams: Streams,
  processEnv: NodeJS.ProcessEnv,
): Promise<number> {
  // Replaced, never changed: redact compiles each list once.
  let secrets: readonly string[] = [
    ...argv,
    processEnv.QUODSI_DB_URL ?? '',
    processEnv.DATABASE_URL ?? '',
  ].flatMap(secretsOf);
  const clean = (text: string): string => redact(text, secrets);
  const learn = (more: readonly string[]): void => {
    secrets = [...new Set([...secrets, ...more])];
  };
  const out = (text: string): void => void streams.stdout.write(text);
  let variables: NodeJS.ProcessEnv = processEnv;
  const err = (text: string): void => void streams.stderr.write(harmless(clean(text), variables));

  const refuse = ({ command, error, help }: Refusal): number => {
    if (help !== '') err(help);
    if (wantsJson(argv, variables))
      out(`${jsonReport({ command, members: {}, ok: false, error: rewritten(error, clean) })}\n`);
    const color = wantsColor(!argv.includes('--no-color'), variables);
    err(`${errorText(error, styleFor('stderr', color), false)}\n`);
    return exitCodeOf(error);
  };
  if ('error' in line) return refuse(line);
  let invocation: Invocation;
  try {
    variables = readEnvironment(resolve(cwdOf(line) ?? '.'), processEnv);
    invocation = withVariables(line, variables);
  } catch (error) {
    return refuse({ command: line.spec.path.join(' '), error, help: '' });
  }

  const { scratchUrl } = invocation.options;
  if (typeof scratchUrl === 'string') learn(secretsOf(scratchUrl));
  const global = readGlobal(invocation, variables);
  const style = styleFor('stderr', global.color);
  const progress = progressOn(streams, global, err);
  const signals = watchSignals(() => {
    progress.show('interrupted: ending what runs; a second time ends the command at once');
  });
  const strays = watchStrays();
  let project: Promise<Project> | undefined;
  const context: Context = {
    command: invocation.spec.path.join(' '),
    findings: invocation.spec.findings === true,
    global,
    streams,
    style,
    variables,
    signal: AbortSignal.any([signals.signal, strays.signal]),
    redact: clean,
    project: () => {
      project ??= loadProject({
        cwd: global.cwd,
        configPath: global.config,
        environment: global.env,
        url: global.url,
        env: processEnv,
        aliases: packageAliases(),
      }).then((loaded) => withSecrets(loaded, learn));
      return project;
    },
    note: (message) => {
      progress.settle();
      if (!global.quiet) err(`${style.dim(message)}\n`);
    },
    detail: (message) => {
      if (global.verbose) err(`${style.dim(message)}\n`);
    },
    show: (text) => {
      progress.clear();
      err(`${text}\n`);
    },
    progress: progress.show,
    progressSoon: progress.showSoon,
    live: progress.live,
  };

  let outcome: Outcome;
  try {
    requirePlaces(global);
    requireFormat(global.format, invocation.spec);
    const handler = await invocation.spec.load();
    outcome = await Promise.race([handler(context, invocation.args, invocation.options), strays.overdue]);
    if (strays.signal.aborted) outcome = withError(outcome, strays.signal.reason);
  } catch (error) {
    const { aborted, reason } = context.signal;
    // What waits for a timer rejects with an error of the timer's own when it is told to stop.
    const isKnown = error instanceof QuodsiDbError;
    // A command may know better what an interruption left.
    const isTold = isKnown && error.code === INTERRUPTED;
    const told = !isTold && (signals.signal.aborted || (aborted && !isKnown)) ? reason : error;
    outcome = { exitCode: exitCodeOf(told), json: {}, text: () => '', error: told };
  } finally {
    signals.stop();
    strays.stop();
    progress.clear();
  }
  outcome = await printOutcome(context, outcome, out);
  if (outcome.error !== undefined) err(`${errorText(outcome.error, style, global.verbose)}\n`);
  return outcome.exitCode;
}

/** Whether JSON was asked for on a command line that could not be understood as a whole. */
function wantsJson(argv: readonly string[], variables: NodeJS.ProcessEnv): boolean {
  return (
    argv.includes('--json') ||
    /(?:^|\s)--format[= ]json\b/.test(argv.join(' ')) ||
    variables.QUODSI_DB_FORMAT === 'json' ||
    parseSwitch(variables.QUODSI_DB_JSON ?? '') === true
  );
}

function readGlobal({ options, typed }: Invocation, variables: NodeJS.ProcessEnv): GlobalOptions {
  const text = (key: string): Record<string, string> => {
    const value = options[key];
    return typeof value === 'string' ? { [key]: value } : {};
  };
  return {
    format: options.json === true ? 'json' : formatOf(options.format),
    formatAsked: options.json === true || options.format !== undefined,
    quiet: options.quiet === true,
    verbose: options.verbose === true,
    color: wantsColor(options.color !== false, variables),
    yes: options.yes === true,
    input: options.input !== false,
    cwd: resolve(typeof options.cwd === 'string' ? options.cwd : '.'),
    envTyped: typed.has('env'),
    ...text('output'),
    ...text('config'),
    ...text('url'),
    ...text('env'),
  };
}

const formatOf = (text: unknown): Format => formats.find((format) => format === text) ?? 'text';

/** Remembers what must never be printed, as soon as the target is known. */
function withSecrets(project: Project, learn: (secrets: readonly string[]) => void): Project {
  return {
    ...project,
    target: () => {
      const target = project.target();
      learn(target.secrets);
      return target;
    },
  };
}
