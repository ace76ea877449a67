import type { Project } from '../../config/load.ts';
import type { Outcome } from '../command.ts';
import type { Context } from '../context.ts';
import { shellWord } from '../generate/object-names.ts';
import type { SeedJob } from './job.ts';
import { planFields } from './plan-fields.ts';

export interface Repeat {
  /** For a POSIX shell. */
  readonly command: string;
  /** What has to be there beside it. */
  readonly needs?: string;
}

/**
 * The command line that does the same again. Every choice is in it, also what was usual, since that may change. A connection
 * string with a secret is not: a variable stands for it.
 */
export function repeatCommand({ global }: Pick<Context, 'global'>, project: Project, job: SeedJob): Repeat {
  const words = ['npx', 'quodsi-db', 'seed', 'run', ...jobWords(job)];
  if (project.environment !== null) words.push('--env', shellWord(project.environment));
  if (global.config !== undefined) words.push('--config', shellWord(global.config));
  if (global.cwd !== process.cwd()) words.push('--cwd', shellWord(global.cwd));
  if (project.targetSource !== 'flag' || global.url === undefined) return { command: words.join(' ') };
  if (project.target().secrets.length === 0) {
    return { command: [...words, '--url', shellWord(global.url)].join(' ') };
  }
  // By the flag, since without it a variable that nobody set would lead to another database.
  return {
    command: [...words, '--url', '"$QUODSI_DB_URL"'].join(' '),
    needs: 'with the connection string in the variable QUODSI_DB_URL',
  };
}

/** The outcome, and the command line that does the same again. */
export function withRepeat(outcome: Outcome, { command, needs }: Repeat): Outcome {
  return {
    ...outcome,
    json: { ...outcome.json, repeat: command },
    text: (style) =>
      [
        outcome.text(style),
        '',
        `The same again${needs === undefined ? '' : `, ${needs}`}:`,
        `  ${style.bold(command)}`,
      ].join('\n'),
  };
}

function jobWords(job: SeedJob): string[] {
  switch (job.kind) {
    case 'demo':
      return ['--set', 'demo'];
    case 'generated':
      return planFields.flatMap(({ flag, show }) => [flag, shellWord(show(job.plan))]);
    case 'scripts':
      return [...job.names.map(shellWord), ...(job.force ? ['--force'] : [])];
    case 'file':
      return [
        '--file',
        shellWord(job.path),
        ...(job.table === undefined ? [] : ['--into', job.table]),
        ...(job.skipInvalid ? ['--skip-invalid'] : []),
        ...(job.rejects === undefined ? [] : ['--rejects', shellWord(job.rejects)]),
        ...(job.maxErrors === undefined ? [] : ['--max-errors', String(job.maxErrors)]),
      ];
  }
}
