import { splitSql } from '../../database/sql-text.ts';
import { nationalSql, stringSql } from '../../ddl/literal.ts';
import { exitCodes, QuodsiDbError } from '../../errors.ts';
import type { Dialect } from '../../target.ts';
import { historyOf } from '../history/history.ts';
import { createHistorySql, historyNames } from '../history/history-sql.ts';
import { captureStatements } from './capture.ts';
import type { RenderedMigration } from './render.ts';

export interface ScriptOptions {
  readonly dialect: Dialect;
  /** The history table. */
  readonly table: string;
  readonly toolVersion: string;
  /** Each migration asks the history first whether it is applied, so that the script can run anywhere, and twice. */
  readonly idempotent: boolean;
}

/**
 * A script that applies migrations and keeps the history as `migrate up` would: for sqlcmd, SSMS or Azure Data Studio
 * (SQL Server, with GO), or psql. It stops at the first error.
 */
export async function writeScript(
  migrations: readonly RenderedMigration[],
  options: ScriptOptions,
): Promise<string> {
  const blocks = [header(options), historyBlock(options)];
  for (const migration of migrations) {
    if (migration.statements.some((statement) => statement.includes('\0'))) throw unprintable(migration);
    const record = await historyStatement(migration, options);
    blocks.push(
      options.dialect === 'mssql'
        ? mssqlBlock(migration, record, options)
        : postgresBlock(migration, record, options),
    );
  }
  // A script that stopped leaves the window of its client able to run others.
  if (options.dialect === 'mssql') blocks.push('SET NOEXEC OFF;\nGO');
  return `${blocks.join('\n\n')}\n`;
}

const MSSQL_START = `-- Run it with: sqlcmd -b -I -x -f 65001 -i <file>, or in SQL Server Management Studio.
SET NOEXEC OFF;
GO
SET XACT_ABORT, ANSI_NULLS, ANSI_PADDING, ANSI_WARNINGS, ARITHABORT, CONCAT_NULL_YIELDS_NULL, QUOTED_IDENTIFIER ON;
SET NUMERIC_ROUNDABORT OFF;
SET NOCOUNT ON;
GO`;

const POSTGRES_START = `-- Run it with: psql -f <file>
\\set ON_ERROR_STOP on
SET client_encoding = 'UTF8';
DO $quodsi$ BEGIN
  PERFORM set_config('quodsi_db.role', current_setting('role'), false);
  PERFORM set_config('quodsi_db.search_path', current_setting('search_path'), false);
END $quodsi$;`;

// As the files of pg_dump do, a migration may set another search path, where the history would not be found; or a role.
// Back to what whoever runs the script had chosen, which may be more than the login began with.
const POSTGRES_RESTORE = `DO $quodsi$ BEGIN
  PERFORM set_config('role', current_setting('quodsi_db.role'), false);
  PERFORM set_config('search_path', current_setting('quodsi_db.search_path'), false);
END $quodsi$`;

function header({ dialect, idempotent }: ScriptOptions): string {
  const lines = ['-- Made by quodsi-db migrate script.'];
  if (idempotent) lines.push('-- Migrations that the history knows as applied are left out.');
  lines.push('-- It takes no migration lock: never run it beside a running "quodsi-db migrate up".');
  lines.push(dialect === 'mssql' ? MSSQL_START : POSTGRES_START);
  return lines.join('\n');
}

function historyBlock({ dialect, table }: ScriptOptions): string {
  const sql = createHistorySql(dialect, table);
  return dialect === 'mssql' ? `${sql}\nGO` : sql;
}

/** The statement that writes the history row, made by the same code that writes it in a run. */
async function historyStatement(migration: RenderedMigration, options: ScriptOptions): Promise<string> {
  const capture = captureStatements(options.dialect);
  const { name, checksum } = migration.file;
  // Where the script is made says nothing about where it runs.
  const origin = { osUser: null, host: null };
  await historyOf(options.dialect, options.table, options.toolVersion, origin).add(capture.knex, 'applied', {
    event: 'applied',
    name,
    checksum,
    detail: 'by script',
  });
  return capture.statements.join(';\n');
}

function notes(migration: RenderedMigration): string {
  const lines = [`-- ${migration.file.name}`];
  if (!migration.transaction) lines.push('-- Runs without a transaction.');
  if (migration.readsData) {
    lines.push(
      '-- This migration reads from the database. Here every answer was empty: on yours it may do something else.',
    );
  }
  return lines.join('\n');
}

/**
 * Each statement runs by EXEC: it is compiled when it runs, after those before it, and may be one that has to stand
 * alone in its batch. A migration is one batch, so that an error stops all of it, and CATCH undoes it also where
 * XACT_ABORT was switched off on the way.
 */
function mssqlBlock(migration: RenderedMigration, record: string, options: ScriptOptions): string {
  const { name } = migration.file;
  const { table } = historyNames('mssql', options.table);
  const known = `SELECT 1 FROM ${table} WHERE name = ${nationalSql(name)}`;
  const body = [...migration.statements, record].map(
    (statement) => `EXEC sys.sp_executesql ${nationalSql(statement)};`,
  );
  const lines = migration.transaction ? ['BEGIN TRANSACTION;', ...body, 'COMMIT TRANSACTION;'] : body;
  const work = options.idempotent
    ? ['BEGIN TRY', `IF NOT EXISTS (${known})`, 'BEGIN', ...lines, 'END;', 'END TRY']
    : ['BEGIN TRY', ...lines, 'END TRY'];
  const batch = [
    ...work,
    'BEGIN CATCH',
    '  IF @@TRANCOUNT > 0 ROLLBACK TRANSACTION;',
    '  THROW;',
    'END CATCH;',
  ].join('\n');
  const before = options.idempotent
    ? `${mssqlStop(`EXISTS (${known} AND state <> 'applied')`, halfWay(name))}\n`
    : '';
  // A batch that failed does not end the script in every client: what follows is then only parsed.
  const after = mssqlStop(
    `NOT EXISTS (${known} AND state = 'applied')`,
    `migration ${name} failed; nothing after it was run`,
  );
  return `${notes(migration)}\n${before}${batch}\nGO\n${after}`;
}

/** A batch of its own: NOEXEC holds from the next one on. */
function mssqlStop(condition: string, message: string): string {
  const text = nationalSql(message.replaceAll('%', '%%'));
  return `IF ${condition}\nBEGIN\n  RAISERROR(${text}, 16, 1);\n  SET NOEXEC ON;\nEND;\nGO`;
}

function halfWay(name: string): string {
  return `migration ${name} is half-way: the history does not know it as applied. Settle it with "quodsi-db migrate mark" first; nothing from here on was run`;
}

function postgresBlock(migration: RenderedMigration, record: string, options: ScriptOptions): string {
  const { name } = migration.file;
  const statements = [...migration.statements, POSTGRES_RESTORE, record].flatMap((statement) =>
    splitSql(statement, 'postgres'),
  );
  const plain = statements.map(({ sql }) => terminated(sql)).join('\n');
  if (!options.idempotent) {
    return `${notes(migration)}\n${migration.transaction ? `BEGIN;\n${plain}\nCOMMIT;` : plain}`;
  }
  const { table } = historyNames('postgres', options.table);
  const known = `SELECT 1 FROM ${table} WHERE name = ${stringSql('postgres', name)}`;
  const stop = doBlock(
    `IF EXISTS (${known} AND state <> 'applied') THEN\n  RAISE EXCEPTION USING MESSAGE = ${stringSql('postgres', halfWay(name))};\nEND IF;`,
  );
  if (!migration.transaction) {
    // Some statements may not run inside a DO block: psql itself has to ask.
    return `${notes(migration)}\n${stop}\nSELECT NOT EXISTS (${known}) AS quodsi_pending \\gset\n\\if :quodsi_pending\n${plain}\n\\endif`;
  }
  const tag = dollarTag(plain);
  const body = statements.map(({ sql }) => `  EXECUTE ${tag}${sql}${tag};`).join('\n');
  return `${notes(migration)}\n${stop}\n${doBlock(`IF NOT EXISTS (${known}) THEN\n${body}\nEND IF;`)}`;
}

/** On a line of its own where a comment could swallow it. */
function terminated(sql: string): string {
  return sql.includes('--') ? `${sql}\n;` : `${sql};`;
}

function doBlock(body: string): string {
  const tag = dollarTag(body);
  return `DO ${tag} BEGIN\n${body}\nEND ${tag};`;
}

/** A dollar quote that does not occur in the text. */
function dollarTag(text: string): string {
  let number = 0;
  while (text.includes(`$q${number}$`)) number += 1;
  return `$q${number}$`;
}

function unprintable(migration: RenderedMigration): QuodsiDbError {
  return new QuodsiDbError(
    'NOT_RENDERABLE',
    `migration ${migration.file.name} sends a NUL character, which a script cannot hold`,
    {
      hint: 'Take it out of the statement.',
      exitCode: exitCodes.config,
    },
  );
}
