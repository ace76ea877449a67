import { quoteInSchemaOf, quoteName } from '../ddl/name.ts';
import { nativeType } from '../schema/column-type.ts';
import type { Check, Dialect, ForeignKey, Schema, Table } from '../schema/model.ts';
import type { Sequence } from '../schema/model-objects.ts';
import { normalize } from '../schema/normalize.ts';
import { nameKey, serverOf } from '../schema/server.ts';
import { constraintSql, createTableSql } from '../validate/definition-sql.ts';
import { runnable } from './runnable.ts';

/**
 * The schema as statements that make it anew in an empty database, in an order in which they run: foreign keys stand last,
 * since tables may refer to each other. What cannot be said in them is listed in a comment on top.
 */
export function schemaSql(given: Schema): string {
  const { schema, left } = runnable(normalize(given));
  const { dialect, tables, sequences = [] } = schema;
  const server = serverOf(schema);
  const own = (name: string | undefined) => name ?? server.defaultSchema;
  const schemas = [...(schema.schemas ?? []), ...tables.map((table) => own(table.schema))];
  const statements = [
    ...[...new Set(schemas)]
      .filter((name) => nameKey(name, server) !== nameKey(server.defaultSchema, server))
      .sort()
      .map((name) => `CREATE SCHEMA ${quoteName(dialect, name)}`),
    ...sequences.map((sequence) => sequenceSql(dialect, own(sequence.schema), sequence)),
    ...tables.map((table) => {
      const checks = table.checks.filter(({ notTrusted }) => !notTrusted);
      const object = { schema: own(table.schema), name: table.name };
      return createTableSql(dialect, object, { ...table, checks, foreignKeys: [] });
    }),
    ...tables.flatMap((table) => {
      const late: Late[] = [
        ...table.checks
          .filter(({ notTrusted }) => notTrusted)
          .map((value) => ({ kind: 'check' as const, value })),
        ...table.foreignKeys.map((value) => ({ kind: 'foreign-key' as const, value })),
      ];
      return late.map((constraint) => lateSql(dialect, own(table.schema), table, constraint));
    }),
    ...(dialect === 'mssql' ? tables.flatMap((table) => disabledSql(own(table.schema), table)) : []),
  ];
  // CREATE SCHEMA of SQL Server has to stand alone in its batch.
  const end = dialect === 'mssql' ? ';\nGO' : ';';
  return [...notice(left), ...statements.map((statement) => statement + end)].join('\n\n');
}

function notice(left: readonly string[]): string[] {
  if (left.length === 0) return [];
  const lines = ['-- Not in this script:', ...left.map((item) => `--   ${item.replace(/\s+/g, ' ')}`)];
  return [lines.join('\n')];
}

function sequenceSql(dialect: Dialect, schema: string, sequence: Sequence): string {
  const { name, type, start, increment, minimum, maximum, cycle } = sequence;
  return [
    `CREATE SEQUENCE ${quoteInSchemaOf(dialect, { schema, name }, name)} AS ${nativeType(type, dialect)}`,
    `INCREMENT BY ${increment}`,
    ...(minimum === undefined ? [] : [`MINVALUE ${minimum}`]),
    ...(maximum === undefined ? [] : [`MAXVALUE ${maximum}`]),
    `START WITH ${start}`,
    ...(cycle ? ['CYCLE'] : []),
  ].join(' ');
}

const alterSql = (dialect: Dialect, schema: string, { name }: Table) =>
  `ALTER TABLE ${quoteInSchemaOf(dialect, { schema, name }, name)}`;

type Late =
  | { readonly kind: 'foreign-key'; readonly value: ForeignKey }
  | { readonly kind: 'check'; readonly value: Check };

/** A constraint that is added to a table that stands; one whose old rows were not checked can only come so. */
function lateSql(dialect: Dialect, schema: string, table: Table, constraint: Late): string {
  const alter = alterSql(dialect, schema, table);
  const definition = constraintSql(dialect, constraint);
  if (!constraint.value.notTrusted) return `${alter} ADD ${definition}`;
  return dialect === 'mssql'
    ? `${alter} WITH NOCHECK ADD ${definition}`
    : `${alter} ADD ${definition} NOT VALID`;
}

/** What exists on SQL Server, but is not in force. */
function disabledSql(schema: string, table: Table): string[] {
  const constraints = [...table.checks, ...table.foreignKeys].filter(({ disabled }) => disabled);
  const indexes = table.indexes.filter(({ disabled }) => disabled);
  const place = quoteInSchemaOf('mssql', { schema, name: table.name }, table.name);
  return [
    ...constraints.map(
      ({ name }) => `${alterSql('mssql', schema, table)} NOCHECK CONSTRAINT ${quoteName('mssql', name)}`,
    ),
    ...indexes.map(({ name }) => `ALTER INDEX ${quoteName('mssql', name)} ON ${place} DISABLE`),
  ];
}
