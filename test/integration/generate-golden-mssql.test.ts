import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../src/database/database.ts';
import type { Change } from '../../src/diff/change.ts';
import { diff } from '../../src/diff/diff.ts';
import { planMigration } from '../../src/generate/generate.ts';
import { introspect } from '../../src/introspect/introspect.ts';
import { creation, goldenCases, goldenInput } from '../golden/golden-cases.ts';
import { loadGenerated } from '../support/generated.ts';
import type { GoldenCase } from '../support/golden.ts';
import { mssqlUrl, sayWithoutMssql } from './ddl-database.ts';
import { createMssqlDatabase } from './introspect-database.ts';

/** What Babelfish does not run, by what is in the migration. */
const notThere: readonly (readonly [what: RegExp, why: string])[] = [
  [/alterColumn\(/, 'ALTER COLUMN takes neither NULL nor NOT NULL there'],
  [/dropDefault\(/, 'it cannot drop a default by its name'],
  [/renameTable\(|renameColumn\(|renameConstraint\(|renameIndex\(/, 'sp_rename is another one there'],
];

if (mssqlUrl === undefined) {
  sayWithoutMssql('the golden migrations');
  test.skip('the golden migrations on SQL Server');
} else {
  const url = mssqlUrl;
  describe('on SQL Server', () => {
    let database: Database;
    let drop: () => Promise<void>;
    let babelfish = false;
    const skipped: string[] = [];
    beforeAll(async () => {
      ({ database, drop } = await createMssqlDatabase(url));
      babelfish = database.server.product === 'Babelfish';
    });
    afterAll(async () => {
      await drop?.();
      if (skipped.length > 0) {
        process.stderr.write(
          `\n!! ${skipped.length} of ${goldenCases.length} golden migrations are skipped on Babelfish:\n${skipped.join('\n')}\n\n`,
        );
      }
    });

    test.each(goldenCases.map((golden) => [golden.name, golden] as const))(
      '%s runs there and back',
      async (name, golden) => {
        const first = planMigration(goldenInput(golden));
        const reason = babelfish ? skipReason(golden, first.code()) : undefined;
        if (reason !== undefined) {
          skipped.push(`   ${name}: ${reason}`);
          return;
        }
        await emptyDatabase(database);
        await run(database, await creation(golden.current), 'up');
        const before = await read(database);
        // From what the server says, not from what the case does.
        const plan = planMigration({ ...goldenInput(golden), actual: before });
        await run(database, plan.code(), 'up');
        const after = await read(database);
        expect(planMigration({ ...goldenInput(golden), renames: [], actual: after }).up).toEqual([]);
        await run(database, plan.code(), 'down');
        const back = await read(database);
        // Babelfish keeps an expression as it was written, so that it may come back in other words.
        if (babelfish) expect(diff(before, back).changes.filter(isNoMove)).toEqual([]);
        else expect(comparable(back)).toEqual(comparable(before));
      },
    );
  });
}

function skipReason({ notOnBabelfish }: GoldenCase, source: string): string | undefined {
  return notOnBabelfish ?? notThere.find(([what]) => what.test(source))?.[1];
}

const read = (database: Database) => introspect(database, { historyTable: 'quodsi_db_history' });

async function run(database: Database, source: string, direction: 'up' | 'down'): Promise<void> {
  await database.knex.transaction((trx) => loadGenerated(source)[direction](trx));
}

/** Whether it is more than a column that was dropped and comes back as the last. */
const isNoMove = (change: Change) =>
  change.action !== 'modify' || change.facets.some(({ name }) => name !== 'column-order');

/** A column that was dropped comes back as the last. */
function comparable(schema: Awaited<ReturnType<typeof read>>) {
  return {
    ...schema,
    tables: schema.tables.map((table) => ({
      ...table,
      columns: table.columns.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    })),
  };
}

/** By the tool itself: what nothing declares is dropped. */
async function emptyDatabase(database: Database): Promise<void> {
  const empty = { origin: 'declared', tables: [] } as const;
  const plan = planMigration({
    actual: await read(database),
    desired: { mssql: { ...empty, dialect: 'mssql' }, postgres: { ...empty, dialect: 'postgres' } },
  });
  await run(database, plan.code(), 'up');
}
