import { Argument, Command, CommanderError, Help, InvalidArgumentError, Option } from 'commander';
import { exitCodes, QuodsiDbError } from '../errors.ts';
import type { CommandSpec, OptionSpec, Options } from './command.ts';
import { commands, globalOptions, groups } from './commands.ts';
import { parseSwitch } from './parse.ts';
import { unknownCommand, usageError } from './usage-error.ts';

/** A command line that was understood. */
export interface Invocation {
  readonly spec: CommandSpec;
  readonly args: readonly string[];
  /** Flags of the command and those that every command has, in camel case. */
  readonly options: Options;
  /** Flags that were written, as opposed to taken from a variable. */
  readonly typed: ReadonlySet<string>;
}

interface ProgramStreams {
  readonly writeOut: (text: string) => void;
  readonly writeErr: (text: string) => void;
}

/**
 * The program of some commands as commander knows it. `onCommand` is called once, with what was understood. Commands that no
 * word of `argv` names can be listed and not called: they are made without their flags, which takes a third of the time of --help.
 */
function buildProgram(
  specs: readonly CommandSpec[],
  argv: readonly string[],
  version: string,
  streams: ProgramStreams,
  onCommand: (spec: CommandSpec, args: readonly string[], command: Command) => void,
): Command {
  const program = new Command('quodsi-db');
  // exitOverride and configureOutput reach only subcommands that are made by command().
  program
    .description('Migrations for multi-tenant applications on SQL Server and PostgreSQL.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print help for a command')
    .configureHelp({
      showGlobalOptions: true,
      // Only here: what commander suggests after a mistake comes from the same list, and has to stay one level deep.
      formatHelp: (command, help) =>
        new Help().formatHelp(command, Object.assign(help, { visibleCommands, subcommandTerm })),
    })
    .configureOutput({ writeOut: streams.writeOut, writeErr: streams.writeErr, outputError: () => undefined })
    .exitOverride()
    .showSuggestionAfterError(true);
  for (const spec of globalOptions) program.addOption(toOption(spec));

  const made = new Map<string, Command>([['', program]]);
  // A group may be a command too: `seed`, beside `seed run`.
  const commandAt = (words: readonly string[], hidden = false): Command => {
    const name = words.join(' ');
    const known = made.get(name);
    if (known !== undefined) return known;
    const command = commandAt(words.slice(0, -1)).command(words.at(-1) ?? '', { hidden });
    command.description(groups.find((group) => group.name === name)?.summary ?? '');
    made.set(name, command);
    return command;
  };
  const named = new Set(argv);
  const define = (words: readonly string[], spec: CommandSpec, hidden: boolean): void => {
    const command = commandAt(words, hidden).description(spec.summary);
    for (const { name, description, choices } of spec.arguments ?? []) {
      const argument = new Argument(name, description);
      command.addArgument(choices === undefined ? argument : argument.choices(choices));
    }
    if (!named.has(words.at(-1) ?? '')) return;
    for (const option of spec.options ?? []) command.addOption(toOption(option));
    command.action(() => onCommand(spec, command.args, command));
  };
  for (const spec of specs) {
    define(spec.path, spec, false);
    for (const alias of spec.aliases ?? []) define(alias.split(' '), spec, true);
  }
  return program;
}

/** Help lists what can be called, below the groups too, so that one look shows it all. */
function visibleCommands(command: Command): Command[] {
  return new Help().visibleCommands(command).flatMap((child) => {
    if (child.commands.length === 0) return [child];
    const below = visibleCommands(child).filter((each) => each.name() !== 'help');
    return commands.some(({ path }) => path.join(' ') === wordsOf(child).join(' '))
      ? [child, ...below]
      : below;
  });
}

/** `migrate mark <name>`: as it is typed, without the name of the program. */
function subcommandTerm(command: Command): string {
  const words = command.registeredArguments.map((argument) => {
    const name = `${argument.name()}${argument.variadic ? '...' : ''}`;
    return argument.required ? `<${name}>` : `[${name}]`;
  });
  for (let each: Command | null = command; each?.parent; each = each.parent) words.unshift(each.name());
  return command.parent ? words.join(' ') : [command.name(), ...words].join(' ');
}

function toOption(spec: OptionSpec): Option {
  const option = new Option(spec.flags, spec.description);
  if (spec.choices) option.choices(spec.choices);
  const { parse, repeatable } = spec;
  if (parse) {
    option.argParser((text, previous: unknown) => {
      try {
        const value = parse(text);
        return repeatable ? [...(Array.isArray(previous) ? previous : []), value] : value;
      } catch (error) {
        throw new InvalidArgumentError(`Expected ${(error as Error).message}.`);
      }
    });
  }
  return option;
}

/** A command line that was not understood. */
export interface Refusal {
  /** The words of the command, as far as they are known: `migrate up`. */
  readonly command: string;
  readonly error: unknown;
  /** Help to show with it, for stderr. */
  readonly help: string;
}

/** A command line as it is written, before the variables that stand for its flags. */
export interface CommandLine {
  readonly program: Command;
  readonly spec: CommandSpec;
  readonly args: readonly string[];
  readonly command: Command;
}

/** Understands a command line; a text where it asked for help or the version. */
export function parseCommandLine(
  argv: readonly string[],
  version: string,
): CommandLine | Refusal | { readonly text: string } {
  let text = '';
  let help = '';
  let found: Omit<CommandLine, 'program'> | undefined;
  const streams = {
    writeOut: (more: string): void => {
      text += more;
    },
    writeErr: (more: string): void => {
      help += more;
    },
  };
  const build = (specs: readonly CommandSpec[]): Command =>
    buildProgram(specs, argv, version, streams, (spec, args, command) => {
      found = { spec, args, command };
    });
  const called = commandCalled(argv);
  if (called !== undefined) {
    const program = build([called]);
    try {
      program.parse([...argv], { from: 'user' });
      if (found !== undefined) return { program, ...found };
    } catch {
      // Who is to be helped is told of the other commands too.
    }
    text = '';
    help = '';
  }
  const program = build(commands);
  try {
    // Commander's own "help" knows only one word after it.
    program.parse(argv[0] === 'help' ? [...argv.slice(1), '--help'] : [...argv], { from: 'user' });
    return found === undefined ? { text } : { program, ...found };
  } catch (error) {
    const command = reached(program, argv);
    const words = wordsOf(command);
    if (!(error instanceof CommanderError)) return { command: words.join(' '), error, help };
    const [stranger] = command.args;
    if (command.commands.length > 0 && stranger !== undefined && !stranger.startsWith('-'))
      return { command: words.join(' '), error: unknownCommand(words, command.args), help };
    const asked = ['commander.helpDisplayed', 'commander.version', 'commander.help'].includes(error.code);
    if (asked && error.exitCode === 0) return { text };
    return { command: words.join(' '), error: usageError(error, words), help };
  }
}

/** The command whose words a command line begins with: it is made alone, and the others only for who needs help. */
function commandCalled(argv: readonly string[]): CommandSpec | undefined {
  return commands
    .filter(({ path }) => path.every((word, at) => word === argv[at]))
    .reduce<CommandSpec | undefined>(
      (longest, spec) => (spec.path.length > (longest?.path.length ?? 0) ? spec : longest),
      undefined,
    );
}

/** The command that the words of the command line lead to, as far as they are known. */
function reached(program: Command, argv: readonly string[]): Command {
  let command = program;
  let rest = argv;
  for (;;) {
    // Commander keeps what it understood of a command's words; nothing where a flag before them was wrong.
    rest = command.args.length > 0 ? command.args : rest;
    const next = command.commands.find((child) => child.name() === rest[0]);
    if (next === undefined) return command;
    command = next;
    rest = rest.slice(1);
  }
}

/** `['migrate', 'up']`, also where the command was called by another name. */
function wordsOf(command: Command): readonly string[] {
  const words: string[] = [];
  for (let each: Command | null = command; each?.parent; each = each.parent) words.unshift(each.name());
  const name = words.join(' ');
  return commands.find((spec) => spec.aliases?.includes(name))?.path ?? words;
}

/** The folder that --cwd names, where the `.env` with further variables lies. */
export function cwdOf({ program }: CommandLine): string | undefined {
  return program.opts<{ cwd?: string }>().cwd;
}

/** Takes variables for the flags that were not written. Throws USAGE, exit code 64, for one that no flag would take. */
export function withVariables(
  { program, spec, args, command }: CommandLine,
  variables: NodeJS.ProcessEnv,
): Invocation {
  const typed = new Set<string>();
  for (const each of [command, program]) {
    for (const option of each.options) {
      if (each.getOptionValueSource(option.attributeName()) === 'cli') typed.add(option.attributeName());
    }
  }
  for (const each of [command, program]) applyVariables(each, variables);
  return { spec, args, options: command.optsWithGlobals(), typed };
}

/** Each flag has its variable: `--lock-timeout` is QUODSI_DB_LOCK_TIMEOUT. What is written on the command line wins. */
function applyVariables(command: Command, variables: NodeJS.ProcessEnv): void {
  for (const option of command.options) {
    const name = `QUODSI_DB_${(option.long ?? '').replace(/^--/, '').replaceAll('-', '_').toUpperCase()}`;
    const text = variables[name];
    const key = option.attributeName();
    if (text === undefined || name === 'QUODSI_DB_VERSION' || command.getOptionValueSource(key) === 'cli')
      continue;
    // These three are read with the config, which knows what wins over what.
    if (['url', 'env', 'config'].includes(key)) continue;
    command.setOptionValueWithSource(key, variableValue(option, name, text), 'env');
  }
}

function variableValue(option: Option, name: string, text: string): unknown {
  const bad = (expected: string): QuodsiDbError =>
    new QuodsiDbError('USAGE', `the variable ${name} is ${JSON.stringify(text)}`, {
      hint: `Expected ${expected}.`,
      exitCode: exitCodes.usage,
    });
  if (!option.required && !option.optional) {
    const on = parseSwitch(text);
    if (on === undefined) throw bad('true or false');
    return option.negate ? !on : on;
  }
  if (option.argChoices && !option.argChoices.includes(text))
    throw bad(`one of ${option.argChoices.join(', ')}`);
  try {
    return option.parseArg && !option.argChoices ? option.parseArg(text, undefined) : text;
  } catch (error) {
    throw bad((error as Error).message.replace(/^Expected |\.$/g, ''));
  }
}
