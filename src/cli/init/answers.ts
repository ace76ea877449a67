import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Project } from '../../config/load.ts';
import { exitCodes } from '../../errors.ts';
import type { Options } from '../command.ts';
import type { Context } from '../context.ts';
import { interrupted } from '../signals.ts';
import {
  type CiSystem,
  ciSystems,
  type Engine,
  engines,
  type Language,
  languages,
  parseVariableName,
} from './choices.ts';

/** What a new project is to be like. */
export interface Answers {
  readonly engine: Engine;
  /** Name of the variable that holds the connection string. */
  readonly urlVariable: string;
  readonly language: Language;
  readonly ci: CiSystem;
  readonly example: boolean;
}

const engineNames: Readonly<Record<Engine, string>> = {
  embedded: 'Embedded (PGlite, no server)',
  mssql: 'SQL Server',
  postgres: 'PostgreSQL',
};

/**
 * What the flags say, what a person says on a terminal, and what is usual for the rest.
 *
 * @param asked what is to be asked at all
 */
export async function askAnswers(
  context: Context,
  options: Options,
  usual: Answers,
  asked: ReadonlySet<keyof Answers>,
): Promise<Answers> {
  const given = flagsOf(options);
  const { global, streams } = context;
  const canAsk = global.input && !global.yes && Boolean(streams.stdin.isTTY) && Boolean(streams.stderr.isTTY);
  if (!canAsk) return { ...usual, ...given };
  const { confirm, input, select } = await import('@inquirer/prompts');
  const terminal = { input: streams.stdin, output: streams.stderr };
  const open = (key: keyof Answers) => asked.has(key) && given[key] === undefined;
  const choose = <T extends string>(
    message: string,
    values: readonly T[],
    by: T,
    names?: Record<T, string>,
  ) =>
    select<T>(
      { message, default: by, choices: values.map((value) => ({ value, name: names?.[value] ?? value })) },
      terminal,
    );
  try {
    const engine = open('engine')
      ? await choose('Database', engines, usual.engine, engineNames)
      : (given.engine ?? usual.engine);
    const urlVariable =
      open('urlVariable') && engine !== 'embedded'
        ? await input(
            {
              message: 'Environment variable that holds the connection string',
              default: usual.urlVariable,
              validate: isVariableName,
            },
            terminal,
          )
        : (given.urlVariable ?? usual.urlVariable);
    const language = open('language')
      ? await choose('Language', languages, usual.language, { ts: 'TypeScript', js: 'JavaScript' })
      : (given.language ?? usual.language);
    const ci = open('ci')
      ? await choose('CI file', ciSystems, usual.ci, {
          github: 'GitHub Actions',
          azure: 'Azure Pipelines',
          gitlab: 'GitLab',
          none: 'none',
        })
      : (given.ci ?? usual.ci);
    const example = open('example')
      ? await confirm({ message: 'An example entity with its migration', default: usual.example }, terminal)
      : (given.example ?? usual.example);
    return { engine, urlVariable, language, ci, example };
  } catch (error) {
    if (error instanceof Error && error.name === 'ExitPromptError')
      throw interrupted('SIGINT', exitCodes.sigint, 'Nothing was written.');
    throw error;
  }
}

function isVariableName(text: string): true | string {
  try {
    parseVariableName(text);
    return true;
  } catch (error) {
    return `Expected ${(error as Error).message}.`;
  }
}

function flagsOf({ engine, urlVariable, language, ci, example }: Options): Partial<Answers> {
  const oneOf = <T extends string>(values: readonly T[], value: unknown) =>
    values.find((each) => each === value);
  const [kind, tongue, system] = [oneOf(engines, engine), oneOf(languages, language), oneOf(ciSystems, ci)];
  return {
    ...(kind === undefined ? {} : { engine: kind }),
    ...(typeof urlVariable === 'string' ? { urlVariable } : {}),
    ...(tongue === undefined ? {} : { language: tongue }),
    ...(system === undefined ? {} : { ci: system }),
    // --no-example is false; nothing on the command line is true as well, and is then a question.
    ...(example === false ? { example } : {}),
  };
}

/** What is usual in this folder: the database that is named already, the CI system that has its files here. */
export function usualAnswers(project: Project, folder: string): Answers {
  const { kind } = project.targetSource === 'embedded' ? { kind: 'pglite' as const } : project.target();
  const has = (path: string) => existsSync(join(folder, path));
  return {
    engine: kind === 'pglite' ? 'embedded' : kind,
    urlVariable: project.targetSource === 'DATABASE_URL' ? 'DATABASE_URL' : 'QUODSI_DB_URL',
    language: 'ts',
    ci: has('.github')
      ? 'github'
      : has('azure-pipelines.yml')
        ? 'azure'
        : has('.gitlab-ci.yml')
          ? 'gitlab'
          : 'none',
    example: true,
  };
}
