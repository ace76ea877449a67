import type { ArgumentSpec, CommandSpec, OptionSpec } from '../command.ts';
import { commands, globalOptions } from '../commands.ts';

/** What is expected at the end of a command line that somebody types. */
export interface Expected {
  /** The command, as far as its words are there; null while they could become several. */
  readonly command: CommandSpec | null;
  /** The words of the command, or of the group. */
  readonly path: readonly string[];
  /** The option whose value comes next. */
  readonly option: OptionSpec | null;
  /** The argument that may come next. */
  readonly argument: ArgumentSpec | null;
  /** Long names of the flags that were given: `--to`. */
  readonly given: ReadonlySet<string>;
  /** The values of --cwd, --config and --env, where they were given. */
  readonly values: ReadonlyMap<string, string>;
  /** Whether an argument was given, behind which no further word of a command comes. */
  readonly hasArguments: boolean;
  /** Whether there was a `--`, behind which no flag comes. */
  readonly noFlags: boolean;
}

/** Reads the words before the one that is being typed. Nothing is refused: what is not known is left aside. */
export function readLine(words: readonly string[]): Expected {
  let path: string[] = [];
  let command: CommandSpec | null = null;
  let option: OptionSpec | null = null;
  let count = 0;
  let noFlags = false;
  const given = new Set<string>();
  const values = new Map<string, string>();
  for (const word of words) {
    if (option !== null) {
      values.set(longOf(option), word);
      option = null;
    } else if (noFlags) {
      count += 1;
    } else if (word === '--') {
      noFlags = true;
    } else if (word.startsWith('-') && word !== '-') {
      const [name = '', value] = splitFlag(word);
      const found = optionsOf(command).find((each) => namesOf(each).includes(name));
      if (found === undefined) continue;
      given.add(longOf(found));
      if (value !== undefined) values.set(longOf(found), value);
      else if (takesValue(found)) option = found;
    } else if (leadsOn([...path, word])) {
      path = [...path, word];
      command = commandOf(path);
    } else if (path.length > 0 || word !== 'help') {
      count += 1;
    }
  }
  return {
    command,
    path,
    option,
    argument: argumentAt(command, count),
    given,
    values,
    hasArguments: count > 0,
    noFlags,
  };
}

/** The words that may come after those of a command or group, each with what it does. */
export function wordsAfter(path: readonly string[]): ReadonlyMap<string, CommandSpec | null> {
  const next = new Map<string, CommandSpec | null>();
  for (const spec of commands) {
    const word = spec.path[path.length];
    if (word === undefined || !startsWith(spec.path, path)) continue;
    const isWhole = spec.path.length === path.length + 1;
    if (isWhole || !next.has(word)) next.set(word, isWhole ? spec : null);
  }
  return next;
}

/** Those of every command, and the command's own. */
export function optionsOf(command: CommandSpec | null): readonly OptionSpec[] {
  return [...(command?.options ?? []), ...globalOptions];
}

export const takesValue = ({ flags }: OptionSpec) => /[<[]/.test(flags);

/** `--env` of `-e, --env <name>`. */
export const longOf = ({ flags }: OptionSpec) => /--[\w-]+/.exec(flags)?.[0] ?? flags;

const namesOf = ({ flags }: OptionSpec) => flags.replace(/ *[<[].*/, '').split(', ');

/** `--to=x` has its value with it, `-ex` too. */
function splitFlag(word: string): [name: string, value?: string] {
  const equals = word.indexOf('=');
  if (word.startsWith('--')) return equals < 0 ? [word] : [word.slice(0, equals), word.slice(equals + 1)];
  return word.length > 2 ? [word.slice(0, 2), word.slice(2)] : [word];
}

/** Under its own words or an alias of Knex's. */
function commandOf(path: readonly string[]): CommandSpec | null {
  const words = path.join(' ');
  return (
    commands.find((spec) => spec.path.join(' ') === words || spec.aliases?.includes(words) === true) ?? null
  );
}

function leadsOn(path: readonly string[]): boolean {
  return commands.some((spec) =>
    [spec.path, ...(spec.aliases ?? []).map((alias) => alias.split(' '))].some((words) =>
      startsWith(words, path),
    ),
  );
}

const startsWith = (words: readonly string[], start: readonly string[]) =>
  start.every((word, index) => words[index] === word);

/** The last argument may take all that follow. */
function argumentAt(command: CommandSpec | null, index: number): ArgumentSpec | null {
  const list = command?.arguments ?? [];
  const last = list.at(-1);
  return list[index] ?? (last?.name.includes('...') ? last : null);
}
