import { exitCodes, QuodsiDbError } from '../../errors.ts';
import { backfillCode } from '../../generate/backfill-code.ts';
import type { MigrationPlan } from '../../generate/generate.ts';
import { columnKey } from '../../generate/plan.ts';
import type { Rename } from '../../generate/rename.ts';
import { type RenameQuestion, renameQuestions, type Settled } from '../../generate/rename-questions.ts';
import type { Schema } from '../../schema/model.ts';
import { serverOf } from '../../schema/server.ts';
import type { Context } from '../context.ts';
import { ask, canAsk } from '../prompts.ts';
import { shellWord, shownObject } from './object-names.ts';

export interface RenameAnswers {
  readonly renames: readonly Rename[];
  readonly notRenamed: Settled;
}

/**
 * Settles what was renamed and what was dropped: by the flags, or by asking.
 *
 * @throws QuodsiDbError `REFUSED`, exit code 4, with the flags that answer, where nobody is there to ask
 */
export async function settleRenames(
  context: Context,
  actual: Schema,
  desired: Schema,
  given: RenameAnswers,
): Promise<readonly Rename[]> {
  const server = serverOf(actual);
  const dropped = new Set<string>();
  const settled: Settled = (table, column) =>
    given.notRenamed(table, column) || dropped.has(columnKey(table, column ?? '', server));
  let { renames } = given;
  for (;;) {
    const questions = renameQuestions(actual, desired, renames, settled);
    const [question] = questions;
    if (question === undefined) return renames;
    if (!canAsk(context)) throw unanswered(context, questions, serverOf(actual));
    const name = await askRename(context, question, shownObject(question, server));
    const { table, column } = question;
    if (name === null) dropped.add(columnKey(table, column ?? '', server));
    else if (column === undefined) renames = [...renames, { kind: 'table', table, to: name }];
    else renames = [...renames, { kind: 'column', table, column, to: name }];
  }
}

function askRename(
  context: Context,
  { column, candidates }: RenameQuestion,
  shown: string,
): Promise<string | null> {
  const what = column === undefined ? 'table' : 'column';
  return ask(context, ({ select }, terminal) =>
    select<string | null>(
      {
        message: `The ${what} ${shown} is no longer declared. Was it renamed?`,
        choices: [
          ...candidates.map((name) => ({ name: `renamed to ${name}`, value: name })),
          { name: 'no: drop it, and what is in it', value: null },
        ],
      },
      terminal,
    ),
  );
}

function unanswered(
  { command }: Context,
  questions: readonly RenameQuestion[],
  server: ReturnType<typeof serverOf>,
): QuodsiDbError {
  return new QuodsiDbError(
    'REFUSED',
    `${command} has to know what was renamed and what was dropped, and nobody is there to ask`,
    {
      details: questions.map((question) => {
        const shown = shownObject(question, server);
        const renamed = question.candidates.map((name) => `--rename ${shellWord(`${shown}:${name}`)}`);
        return `${shown}: ${[...renamed, `--not-renamed ${shellWord(shown)}`].join(', or ')}`;
      }),
      hint: 'Give one of the flags for each.',
      exitCode: exitCodes.refused,
    },
  );
}

/** Asks for what rows get in columns that become NOT NULL. Without an answer the migration says that there is none. */
export async function askBackfills(
  context: Context,
  { up }: MigrationPlan,
  actual: Schema,
  given: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, string>> {
  const server = serverOf(actual);
  const backfills = new Map(given);
  if (!canAsk(context)) return backfills;
  for (const step of up) {
    if (step.kind !== 'alter-column' || !step.tightens) continue;
    const { table, column } = step;
    const key = columnKey(table, column.name, server);
    if (backfills.has(key)) continue;
    const shown = shownObject({ table, column: column.name }, server);
    const value = await ask(context, ({ input }, terminal) =>
      input(
        {
          message: `${shown} becomes NOT NULL. What do rows without a value get? (empty: nothing, and then they make it fail)`,
          validate: (text) =>
            text === '' || backfillCode(column, text) !== undefined || 'The column cannot hold that.',
        },
        terminal,
      ),
    );
    if (value !== '') backfills.set(key, value);
  }
  return backfills;
}
