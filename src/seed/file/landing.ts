import type { Knex } from 'knex';
import type { Database } from '../../database/database.ts';
import { statementFault } from '../../database/statement-error.ts';
import { QuodsiDbError } from '../../errors.ts';
import type { Landing } from '../../project-code/lost-answer.ts';
import { type Staging, select } from './staging.ts';

/** A row that a load brings, by the key that no other row may have. */
export interface BroughtRow {
  readonly table: Staging['table'];
  readonly key: Readonly<Record<string, string>>;
}

/** The row of that number, which was not there before. */
export async function broughtRow(trx: Knex, { table, sql }: Staging, row: number): Promise<BroughtRow> {
  const columns = table === 'tenants' ? 'slug' : 'identity_provider, identity_provider_id';
  const [key = {}] = await select<Record<string, string>>(
    trx,
    `SELECT ${columns} FROM ${sql} WHERE row_no = ${row}`,
  );
  return { table, key: { ...key } };
}

/** A load in one transaction leaves no record: it is done when a row is there that it brings. */
export function landingOf({ dialect }: Database, { table, key }: BroughtRow, error: unknown): Landing {
  return {
    what: 'what was loaded',
    later: 'run it again when the server answers, and what is there is skipped.',
    isDone: async (knex) => (await knex(table).where(key).first('id')) !== undefined,
    notDone: () => {
      const { code, message, number } = statementFault(dialect, error, 'COMMIT;');
      return new QuodsiDbError(code, `what was loaded could not be committed: ${message} (${number})`, {
        hint: 'Nothing of the file was written: run it again.',
        cause: error,
      });
    },
  };
}
