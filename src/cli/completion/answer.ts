import type { Streams } from '../context.ts';
import { quoteForBash, splitBashLine } from './bash-line.ts';
import { type Candidates, findCandidates } from './candidates.ts';
import { findNamesIn } from './find-names.ts';

/** Milliseconds after which nobody waits any longer for a Tab; a config file may take for ever. */
const PATIENCE = 3_000;

/**
 * `__complete`, which the scripts of {@link completionScript} call at each Tab. Whatever goes wrong, the answer is none:
 * there is no place to show an error between two keys.
 *
 *     __complete bash <line up to the cursor> <COMP_WORDBREAKS>
 *     __complete zsh|fish <word>… <beginning of the word at the cursor>
 *     __complete powershell <the same words, as a JSON list in base64>
 */
export async function answerCompletion(
  args: readonly string[],
  streams: Streams,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const [shell, ...rest] = args;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(resolve, PATIENCE, '');
  });
  const text = await Promise.race([answerFor(shell, rest, env).catch(() => ''), late]);
  clearTimeout(timer);
  streams.stdout.write(text);
}

async function answerFor(
  shell: string | undefined,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<string> {
  const find = (words: readonly string[], current: string) =>
    findCandidates(words, current, findNamesIn(process.cwd(), env));
  switch (shell) {
    case 'bash': {
      const { words, current, kept, quote } = splitBashLine(args[0] ?? '', args[1] ?? '');
      const found = await find(words, current);
      // Bash compares nothing itself.
      const values = found.candidates
        .map(({ value }) => found.head + value)
        .filter((value) => value.startsWith(current))
        .map((value) => quoteForBash(value.slice(kept.length), quote));
      return lines(found, values);
    }
    case 'zsh': {
      const found = await find(args.slice(0, -1), args.at(-1) ?? '');
      return lines(found, found.candidates.map(described));
    }
    case 'fish': {
      const found = await find(args.slice(0, -1), args.at(-1) ?? '');
      // Fish compares whole words.
      const whole = found.candidates.map((each) => ({ ...each, value: found.head + each.value }));
      return lines(found, whole.map(described));
    }
    case 'powershell': {
      const words = JSON.parse(Buffer.from(args[0] ?? '', 'base64').toString('utf8')) as string[];
      const current = words.at(-1) ?? '';
      const found = await find(words.slice(0, -1), current);
      const candidates = found.candidates
        .map(({ value, description }) => ({ value: found.head + value, description: description ?? value }))
        .filter(({ value }) => value.startsWith(current));
      return ascii(JSON.stringify({ files: found.files, candidates }));
    }
    default:
      return '';
  }
}

/** The first line says what else the shell is to offer. */
function lines({ files }: Candidates, values: readonly string[]): string {
  return `${[files, ...values].join('\n')}\n`;
}

const described = ({ value, description }: { value: string; description?: string }) =>
  description ? `${value}\t${description}` : value;

/** What comes through the code page of a console is only sure to be that. */
function ascii(json: string): string {
  return json.replace(/[^ -~]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
