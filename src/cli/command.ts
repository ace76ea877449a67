import { type ExitCode, exitCodes, QuodsiDbError } from '../errors.ts';
import type { Validation } from '../validate/finding.ts';
import type { Context } from './context.ts';
import type { Format } from './format.ts';
import type { Style } from './style.ts';

/** What a command found or did; it is printed once, as text or as JSON. */
export interface Outcome {
  readonly exitCode: ExitCode;
  /** The members of the JSON document beside `version`, `command` and `ok`. */
  readonly json: Readonly<Record<string, unknown>>;
  /** Lines for a person, without a final line end. */
  readonly text: (style: Style) => string;
  /** What the person asked to see, as opposed to a report of what was done: --quiet does not silence it. */
  readonly isData?: boolean;
  /** Text to be used as it is, such as a script: what is no terminal gets every character of it. */
  readonly isExact?: boolean;
  /** What a check found; with it, the formats for pipelines can be asked for. */
  readonly findings?: Validation;
  /** What the command was called to make, a page or a script: it is written in place of the text, unless JSON was asked for. */
  readonly document?: string;
  /** Why the run ended early. It is reported beside the rest. */
  readonly error?: unknown;
}

export type Options = Readonly<Record<string, unknown>>;

export type Handler = (context: Context, args: readonly string[], options: Options) => Promise<Outcome>;

/** What a shell offers where a value is typed. */
export type Completes = 'migration' | 'migration or file' | 'seed' | 'environment' | 'file' | 'directory';

export interface OptionSpec {
  /** As commander writes it: `--to <name>`. */
  readonly flags: string;
  readonly description: string;
  readonly choices?: readonly string[];
  /** Left out, the placeholder tells: `<file>`, `<path>`, `<dir>`. */
  readonly completes?: Completes;
  /** Turns the text into a value; throws a RangeError that says what was expected. */
  readonly parse?: (text: string) => unknown;
  /** Whether the flag may be given more than once; its value is then an array. */
  readonly repeatable?: boolean;
  readonly default?: unknown;
}

export interface ArgumentSpec {
  /** As commander writes it: `<name>`, `[name]`, `[files...]`. */
  readonly name: string;
  readonly description: string;
  readonly choices?: readonly string[];
  /** Left out, the placeholder tells, as with options. */
  readonly completes?: Completes;
}

export interface CommandSpec {
  /** Words that call it: `['migrate', 'up']`. */
  readonly path: readonly string[];
  readonly summary: string;
  /** Other words for the same, which help does not list: Knex's names. */
  readonly aliases?: readonly string[];
  readonly arguments?: readonly ArgumentSpec[];
  readonly options?: readonly OptionSpec[];
  /** Whether its outcome has findings, and with them the formats for pipelines. */
  readonly findings?: boolean;
  /** Formats of its document, beside text and JSON. */
  readonly formats?: readonly Format[];
  /** Loads the code, and with it whatever heavy it needs, when the command is called. */
  readonly load: () => Promise<Handler>;
}

export function exitCodeOf(error: unknown): ExitCode {
  return error instanceof QuodsiDbError ? error.exitCode : exitCodes.failed;
}

/** The first error is the one to report. */
export function withError(outcome: Outcome, error: unknown): Outcome {
  return outcome.error === undefined ? { ...outcome, error, exitCode: exitCodeOf(error) } : outcome;
}
