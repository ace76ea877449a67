import { exitCodes, QuodsiDbError } from '../errors.ts';
import type { CommandSpec } from './command.ts';

const everywhere = ['text', 'json'] as const;
const ofFindings = ['junit', 'sarif', 'github', 'azure', 'gitlab', 'markdown'] as const;

/** How a result is printed. */
export type Format = (typeof formats)[number];
export type FindingsFormat = (typeof ofFindings)[number];

export const formats = [...everywhere, ...ofFindings] as const;

export function isFindingsFormat(format: Format): format is FindingsFormat {
  return (ofFindings as readonly string[]).includes(format);
}

/** @throws USAGE, exit code 64, where the command has no findings that the format could show */
export function requireFormat(format: Format, { path, findings }: CommandSpec): void {
  if (findings || !isFindingsFormat(format)) return;
  throw new QuodsiDbError(
    'USAGE',
    `${path.join(' ')} has no findings, so that ${format} cannot show its result`,
    {
      hint: `Its formats are ${everywhere.join(' and ')}; ${ofFindings.join(', ')} are for commands that check.`,
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
