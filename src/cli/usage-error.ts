import type { CommanderError } from 'commander';
import { nearest } from '../config/nearest.ts';
import { exitCodes, QuodsiDbError } from '../errors.ts';
import { commands, groups } from './commands.ts';

/** Words that name no command, beside the one that was probably meant. `known` are those before them that name a group. */
export function unknownCommand(known: readonly string[], args: readonly string[]): QuodsiDbError {
  const flag = args.findIndex((word) => word.startsWith('-'));
  const typed = flag < 0 ? args : args.slice(0, flag);
  const names = commands.map(({ path }) => path.join(' '));
  const meant =
    names.find((name) => name.endsWith(` ${typed.join(' ')}`)) ??
    nearest([...known, ...typed].join(' '), names) ??
    nearest([...known, ...typed.slice(0, 1)].join(' '), [...names, ...groups.map(({ name }) => name)]);
  return new QuodsiDbError('USAGE', `unknown command '${[...known, ...typed.slice(0, 1)].join(' ')}'`, {
    hint: `${meant === undefined ? '' : `Did you mean "quodsi-db ${meant}"? `}${seeHelp(known)}`,
    exitCode: exitCodes.usage,
  });
}

function seeHelp(words: readonly string[]): string {
  return `See "${['quodsi-db', ...words, '--help'].join(' ')}".`;
}

/** What commander says of a command line, with the help that tells more. */
export function usageError(error: CommanderError, words: readonly string[]): QuodsiDbError {
  const help = seeHelp(words);
  // Commander prints the help of a group that was called without a command, and throws.
  if (error.code === 'commander.help') {
    return new QuodsiDbError('USAGE', 'no command was given', { hint: help, exitCode: exitCodes.usage });
  }
  const [message = '', ...more] = error.message.replace(/^error: /, '').split('\n');
  const suggestion = more.join(' ').replace(/[()]/g, '').trim() || flagBelow(message, words);
  return new QuodsiDbError('USAGE', message, {
    hint: suggestion === '' ? help : `${suggestion} ${help}`,
    exitCode: exitCodes.usage,
  });
}

/** Says which command below has the flag that this one lacks: `seed --tenants` means that of `seed run`. */
function flagBelow(message: string, words: readonly string[]): string {
  const [, flag] = /^unknown option '(--[\w-]+)/.exec(message) ?? [];
  const owner = commands.find(
    ({ path, options = [] }) =>
      path.length > words.length &&
      words.every((word, index) => word === path[index]) &&
      options.some(({ flags }) => flags.split(/[ ,]+/).includes(flag ?? '')),
  );
  return owner === undefined ? '' : `It is a flag of "quodsi-db ${owner.path.join(' ')}".`;
}
