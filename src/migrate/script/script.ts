import { nationalSql, stringSql } from '../../ddl/literal.ts';
import { exitCodes, QuodsiDbError } from '../../errors.ts';
import type { Dialect } from '../../target.ts';
import { historyOf } from '../history/history.ts';
import { createHistorySql, historyNames } from '../history/history-sql.ts';
import { splitSql } from '../source/sql-text.ts';
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
  return `${blocks.join('\n\n')}\n`;
}

function header({ dialect, idempotent }: ScriptOptions): string {
  const how =
    dialect === 'mssql'
      ? '-- Run it with: sqlcmd -b -I -i <file>, or in SQL Server Management Studio.\nSET XACT_ABORT, ANSI_NULLS, ANSI_PADDING, ANSI_WARNINGS, ARITHABORT, CONCAT_NULL_YIELDS_NULL, QUOTED_IDENTIFIER ON;\nSET NUMERIC_ROUNDABORT OFF;\nSET NOCOUNT ON;\nGO'
      : '-- Run it with: psql -f <file>\n\\set ON_ERROR_STOP on';
  const what = idempotent ? '-- Migrations that the history knows are left out.\n' : '';
  return `-- Made by quodsi-db migrate script.\n${what}${how}`;
}

function historyBlock({ dialect, table }: ScriptOptions): string {
  const sql = createHistorySql(dialect, table);
  return dialect === 'mssql' ? `${sql}\nGO` : sql;
}

/** The statement that writes the history row, made by the same code that writes it in a run. */
async function historyStatement(migration: RenderedMigration, options: ScriptOptions): Promise<string> {
  const capture = captureStatements(options.dialect);
  const { name, checksum } = migration.file;
  await historyOf(options.dialect, options.table, options.toolVersion).add(capture.knex, 'applied', {
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
 * alone in its batch. A migration is one batch, so that XACT_ABORT stops all of it.
 */
function mssqlBlock(migration: RenderedMigration, record: string, options: ScriptOptions): string {
  const { name } = migration.file;
  const { table } = historyNames('mssql', options.table);
  const known = `SELECT 1 FROM ${table} WHERE name = ${nationalSql(name)}`;
  const body = [...migration.statements, record].map(
    (statement) => `EXEC sys.sp_executesql ${nationalSql(statement)};`,
  );
  const lines = migration.transaction ? ['BEGIN TRANSACTION;', ...body, 'COMMIT TRANSACTION;'] : body;
  const batch = options.idempotent
    ? `IF NOT EXISTS (${known})\nBEGIN\n${lines.map((line) => line).join('\n')}\nEND;`
    : lines.join('\n');
  // A batch that failed does not end the script in every client: what follows is then only parsed.
  const check = `IF NOT EXISTS (${known})\nBEGIN\n  RAISERROR(${nationalSql(`migration ${name.replaceAll('%', '%%')} failed; nothing after it was run`)}, 16, 1);\n  SET NOEXEC ON;\nEND;`;
  return `${notes(migration)}\n${batch}\nGO\n${check}\nGO`;
}

function postgresBlock(migration: RenderedMigration, record: string, options: ScriptOptions): string {
  const { name } = migration.file;
  const statements = [...migration.statements, record].flatMap((statement) =>
    splitSql(statement, 'postgres'),
  );
  const plain = statements.map(({ sql }) => `${sql};`).join('\n');
  if (!options.idempotent) {
    return `${notes(migration)}\n${migration.transaction ? `BEGIN;\n${plain}\nCOMMIT;` : plain}`;
  }
  const { table } = historyNames('postgres', options.table);
  const known = `SELECT 1 FROM ${table} WHERE name = ${stringSql('postgres', name)}`;
  if (!migration.transaction) {
    // Some statements may not run inside a DO block: psql itself has to ask.
    return `${notes(migration)}\nSELECT NOT EXISTS (${known}) AS quodsi_pending \\gset\n\\if :quodsi_pending\n${plain}\n\\endif`;
  }
  const tag = dollarTag(plain);
  const body = statements.map(({ sql }) => `  EXECUTE ${tag}${sql}${tag};`).join('\n');
  const block = dollarTag(body);
  return `${notes(migration)}\nDO ${block} BEGIN\nIF NOT EXISTS (${known}) THEN\n${body}\nEND IF;\nEND ${block};`;
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
