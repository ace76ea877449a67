import type { Askable } from '../../database/ask.ts';
import { stringSql } from '../../ddl/literal.ts';
import { quoteTable, tableParts } from '../../ddl/name.ts';
import { exitCodes, QuodsiDbError } from '../../errors.ts';

/**
 * Throws HISTORY_ELSEWHERE, exit code 5, where PostgreSQL finds a history on the search path, behind the schema that it is looked
 * for in: a schema named like the login has come first since, or the search path is another one. Everything would look pending.
 */
export async function refuseHistoryElsewhere(from: Askable, name: string, looked: string): Promise<void> {
  const table = stringSql('postgres', quoteTable('postgres', { schema: undefined, name }));
  const [found] = await from.ask<{ schema: string }>(
    `SELECT n.nspname AS schema FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = to_regclass(${table})`,
  );
  // Another run may have made it since.
  if (found === undefined || found.schema === tableParts(looked).schema) return;
  const elsewhere = `${found.schema}.${name}`;
  throw new QuodsiDbError(
    'HISTORY_ELSEWHERE',
    `the history is in ${elsewhere}, and this login looks for it in ${looked}, where there is none`,
    {
      hint: `Nothing was run. A schema named like the login, or another search_path, comes before the one with the history. migrations.table: ${JSON.stringify(elsewhere)} in the config file goes on with it, ${JSON.stringify(looked)} begins another.`,
      exitCode: exitCodes.history,
    },
  );
}
