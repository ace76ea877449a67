import type { Completes, OptionSpec } from '../command.ts';
import { groups } from '../commands.ts';
import { formatsOf } from '../format.ts';
import { type Expected, longOf, optionsOf, readLine, takesValue, wordsAfter } from './command-line.ts';

/** A word that may stand where somebody types. */
export interface Candidate {
  readonly value: string;
  readonly description?: string;
}

export interface Candidates {
  readonly candidates: readonly Candidate[];
  /** What the shell is to offer beside them, or where there are none. */
  readonly files: 'none' | 'files' | 'directories';
  /** What of the word stays as it is before each value: `--to=`. */
  readonly head: string;
}

/** Finds names of a kind; nothing where they cannot be read. */
export type FindNames = (
  kind: 'migration' | 'seed' | 'environment',
  values: Expected['values'],
) => Promise<readonly string[]>;

const noWords: ReturnType<typeof wordsAfter> = new Map();
const nothing: Candidates = { candidates: [], files: 'none', head: '' };

/**
 * What may stand at the end of a command line.
 * @param words what stands before, without the name of the program, as the command would get it
 * @param current the beginning of the word that is being typed; what does not begin so is left to the shell to sort out
 */
export async function findCandidates(
  words: readonly string[],
  current: string,
  findNames: FindNames,
): Promise<Candidates> {
  const line = readLine(words);
  const ofOption = async (option: OptionSpec): Promise<Candidates> => {
    if (longOf(option) === '--format') return choices(formatsOf(line.command));
    if (option.choices !== undefined) return choices(option.choices);
    return valuesOf(option.completes ?? placeholder(option.flags), line, findNames);
  };
  if (line.option !== null) return ofOption(line.option);
  const [, flag] = /^(--[^=]+)=/.exec(current) ?? [];
  if (flag !== undefined && !line.noFlags) {
    const option = optionsOf(line.command).find((each) => longOf(each) === flag && takesValue(each));
    return option === undefined ? nothing : { ...(await ofOption(option)), head: `${flag}=` };
  }
  if (current.startsWith('-') && !line.noFlags) return flags(line);
  const after = line.hasArguments || line.noFlags ? noWords : wordsAfter(line.path);
  if (after.size > 0) {
    return {
      ...nothing,
      candidates: [...after].map(([word, spec]) => ({
        value: word,
        description: spec?.summary ?? summaryOfGroup([...line.path, word]),
      })),
    };
  }
  const { argument } = line;
  if (argument === null) return nothing;
  if (argument.choices !== undefined) return choices(argument.choices);
  return valuesOf(argument.completes ?? placeholder(argument.name), line, findNames);
}

const choices = (values: readonly string[]): Candidates => ({
  ...nothing,
  candidates: values.map((value) => ({ value })),
});

async function valuesOf(
  kind: Completes | undefined,
  line: Expected,
  findNames: FindNames,
): Promise<Candidates> {
  switch (kind) {
    case undefined:
      return nothing;
    case 'file':
      return { ...nothing, files: 'files' };
    case 'directory':
      return { ...nothing, files: 'directories' };
    case 'migration or file':
      return { ...(await names('migration', line, findNames)), files: 'files' };
    default:
      return names(kind, line, findNames);
  }
}

async function names(
  kind: Parameters<FindNames>[0],
  { values }: Expected,
  findNames: FindNames,
): Promise<Candidates> {
  const found = await findNames(kind, values);
  // A line of the answer is a name: what would break it is not offered.
  const sound = found.filter((name) => !/\p{Cc}/u.test(name));
  return { ...nothing, candidates: sound.map((value) => ({ value })) };
}

/** Flags not given yet, or that may be given again; the command's own first. */
function flags({ command, given }: Expected): Candidates {
  const own = optionsOf(command)
    .filter((option) => option.repeatable === true || !given.has(longOf(option)))
    .map((option) => ({ value: longOf(option), description: option.description }));
  const more = [
    { value: '--help', description: 'print help' },
    ...(command === null ? [{ value: '--version', description: 'print the version' }] : []),
  ];
  return { ...nothing, candidates: [...own, ...more] };
}

/** What a placeholder says of itself: `--output <file>`, `--cwd <dir>`. */
function placeholder(text: string): Completes | undefined {
  if (/[<[](?:file|path)s?(?:\.\.\.)?[>\]]/.test(text)) return 'file';
  return /[<[](?:dir|folder)[>\]]/.test(text) ? 'directory' : undefined;
}

function summaryOfGroup(path: readonly string[]): string {
  return groups.find(({ name }) => name === path.join(' '))?.summary ?? '';
}
