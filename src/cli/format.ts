import { exitCodes, QuodsiDbError } from '../errors.ts';
import type { CommandSpec } from './command.ts';

const everywhere = ['text', 'json'] as const;
const ofFindings = ['junit', 'sarif', 'github', 'azure', 'gitlab', 'markdown'] as const;
const ofDocuments = ['html', 'mermaid', 'svg', 'sql'] as const;

/** How a result is printed. */
export type Format = (typeof formats)[number];
export type FindingsFormat = (typeof ofFindings)[number];

export const formats = [...everywhere, ...ofFindings, ...ofDocuments] as const;

export function isFindingsFormat(format: Format): format is FindingsFormat {
  return (ofFindings as readonly string[]).includes(format);
}

/** Whether every result can be printed so. */
export function isGeneralFormat(format: Format): boolean {
  return (everywhere as readonly string[]).includes(format);
}

/** The formats in which the command can show its result; of any command, all of them. */
export function formatsOf(command: CommandSpec | null): readonly Format[] {
  if (command === null) return formats;
  return [...everywhere, ...(command.findings ? ofFindings : []), ...(command.formats ?? [])];
}

/** @throws USAGE, exit code 64, where the command cannot show its result in that format */
export function requireFormat(format: Format, spec: CommandSpec): void {
  const possible = formatsOf(spec);
  if (possible.includes(format)) return;
  const { path, formats: own = [] } = spec;
  const command = path.join(' ');
  const list = `${possible.slice(0, -1).join(', ')} and ${possible.at(-1)}`;
  const others = isFindingsFormat(format) && own.length === 0;
  throw new QuodsiDbError(
    'USAGE',
    others
      ? `${command} has no findings, so that ${format} cannot show its result`
      : `${command} has no format ${format}`,
    {
      hint: `Its formats are ${list}${others ? `; ${ofFindings.join(', ')} are for commands that check` : ''}.`,
      exitCode: exitCodes.usage,
    },
  );
}

/** What a pipeline shows beside its log, by the variable that it sets; GitLab has no such thing, it reads files. */
export function annotationFormat(variables: NodeJS.ProcessEnv): FindingsFormat | null {
  const set = (name: string) => /^(?:1|true)$/i.test(variables[name] ?? '');
  if (set('GITHUB_ACTIONS')) return 'github';
  return set('TF_BUILD') ? 'azure' : null;
}
