import { nationalSql, stringSql } from '../ddl/literal.ts';
import { quoteInSchemaOf, quoteName, quoteNames, quoteTable } from '../ddl/name.ts';
import type { ObjectName } from '../diff/change.ts';
import { nativeType } from '../schema/column-type.ts';
import { isHidden } from '../schema/hidden.ts';
import type {
  Check,
  Column,
  Dialect,
  Expression,
  ForeignKey,
  Index,
  KeyColumn,
  PrimaryKey,
  Table,
  UniqueConstraint,
} from '../schema/model.ts';

// Statements that a person can run as they stand, made from declarations.

export const joinedSql = (...parts: (string | false | undefined | null)[]) => parts.filter(Boolean).join(' ');

export function tableSql(dialect: Dialect, { schema, table, name }: ObjectName): string {
  return quoteTable(dialect, { schema, name: table ?? name });
}

/** The name of an index with its SQL schema, as `DROP INDEX` of PostgreSQL wants it. */
export function inSchemaSql(dialect: Dialect, { schema, table, name }: ObjectName): string {
  return quoteInSchemaOf(dialect, { schema, name: table ?? name }, name);
}

export const shown = (expression: Expression) => (isHidden(expression) ? 'NULL' : expression);

export function columnTypeSql(dialect: Dialect, { type, collation }: Column): string {
  const collate = typeof collation === 'string' && collation;
  return joinedSql(
    nativeType(type, dialect),
    collate && `COLLATE ${dialect === 'mssql' ? collate : quoteName(dialect, collate)}`,
  );
}

export function columnSql(dialect: Dialect, column: Column): string {
  const name = quoteName(dialect, column.name);
  const { computed, identity, nullable } = column;
  if (computed) {
    const sql = shown(computed.expression);
    return dialect === 'mssql'
      ? joinedSql(name, `AS (${sql})`, computed.persisted && 'PERSISTED')
      : joinedSql(name, columnTypeSql(dialect, column), `GENERATED ALWAYS AS (${sql}) STORED`);
  }
  return joinedSql(
    name,
    columnTypeSql(dialect, column),
    identity && identitySql(dialect, identity),
    nullable ? 'NULL' : 'NOT NULL',
    column.default && defaultSql(dialect, column.default),
  );
}

export function identitySql(dialect: Dialect, { seed, increment, always }: NonNullable<Column['identity']>) {
  if (dialect === 'mssql') return `IDENTITY(${seed},${increment})`;
  const manner = always ? 'ALWAYS' : 'BY DEFAULT';
  return `GENERATED ${manner} AS IDENTITY (START WITH ${seed} INCREMENT BY ${increment})`;
}

function defaultSql(dialect: Dialect, { name, expression }: NonNullable<Column['default']>): string {
  const named = dialect === 'mssql' && typeof name === 'string';
  return joinedSql(named && `CONSTRAINT ${quoteName(dialect, name)}`, `DEFAULT ${shown(expression)}`);
}

type Constraint =
  | { readonly kind: 'primary-key'; readonly value: PrimaryKey }
  | { readonly kind: 'unique'; readonly value: UniqueConstraint }
  | { readonly kind: 'foreign-key'; readonly value: ForeignKey }
  | { readonly kind: 'check'; readonly value: Check };

export function constraintSql(dialect: Dialect, constraint: Constraint): string {
  return `CONSTRAINT ${quoteName(dialect, constraint.value.name)} ${constraintBody(dialect, constraint)}`;
}

function constraintBody(dialect: Dialect, constraint: Constraint): string {
  switch (constraint.kind) {
    case 'primary-key':
      return keySql(dialect, 'PRIMARY KEY', constraint.value);
    case 'unique':
      return keySql(dialect, 'UNIQUE', constraint.value);
    case 'foreign-key':
      return foreignKeySql(dialect, constraint.value);
    case 'check':
      return `CHECK (${shown(constraint.value.expression)})`;
  }
}

function keySql(dialect: Dialect, word: string, key: PrimaryKey | UniqueConstraint): string {
  const order =
    dialect === 'mssql' && key.clustered !== undefined && (key.clustered ? 'CLUSTERED' : 'NONCLUSTERED');
  const descending = new Set(key.descending ?? []);
  const columns = key.columns.map((name) => ({ name, descending: descending.has(name) }));
  const nulls = 'nullsNotDistinct' in key && key.nullsNotDistinct && 'NULLS NOT DISTINCT';
  return joinedSql(word, nulls, order, `(${keyColumnsSql(dialect, columns)})`);
}

function foreignKeySql(dialect: Dialect, { columns, references, onDelete, onUpdate }: ForeignKey): string {
  const target = quoteTable(dialect, { schema: references.schema, name: references.table });
  return joinedSql(
    `FOREIGN KEY (${quoteNames(dialect, columns)})`,
    `REFERENCES ${target} (${quoteNames(dialect, references.columns)})`,
    onDelete !== 'no action' && `ON DELETE ${onDelete.toUpperCase()}`,
    onUpdate !== 'no action' && `ON UPDATE ${onUpdate.toUpperCase()}`,
  );
}

export function indexSql(dialect: Dialect, object: ObjectName, index: Index): string {
  const { name, columns, include, unique, clustered, filter, method } = index;
  const usual = method === undefined || method === 'btree' || method === 'rowstore';
  return joinedSql(
    'CREATE',
    unique && 'UNIQUE',
    dialect === 'mssql' && clustered && 'CLUSTERED',
    `INDEX ${quoteName(dialect, name)} ON ${tableSql(dialect, object)}`,
    !usual && dialect === 'postgres' && `USING ${method}`,
    `(${keyColumnsSql(dialect, columns)})`,
    include.length > 0 && `INCLUDE (${quoteNames(dialect, include)})`,
    filter !== undefined && filter !== null && `WHERE ${shown(filter)}`,
  );
}

function keyColumnsSql(dialect: Dialect, columns: readonly KeyColumn[]): string {
  return columns
    .map(({ name, descending, expression }) =>
      joinedSql(expression ? `(${name})` : quoteName(dialect, name), descending && 'DESC'),
    )
    .join(', ');
}

/** The table with all that belongs to it. */
export function createTableSql(dialect: Dialect, object: ObjectName, table: Table): string {
  const { columns, primaryKey, uniques, checks, indexes, foreignKeys, description } = table;
  const lines = [
    ...columns.map((column) => columnSql(dialect, column)),
    ...(primaryKey ? [constraintSql(dialect, { kind: 'primary-key', value: primaryKey })] : []),
    ...uniques.map((value) => constraintSql(dialect, { kind: 'unique', value })),
    ...checks.map((value) => constraintSql(dialect, { kind: 'check', value })),
  ];
  return [
    `CREATE TABLE ${tableSql(dialect, object)} (\n${lines.map((line) => `  ${line}`).join(',\n')}\n)`,
    ...indexes.map((index) => indexSql(dialect, object, index)),
    ...foreignKeys.map(
      (value) =>
        `ALTER TABLE ${tableSql(dialect, object)} ADD ${constraintSql(dialect, { kind: 'foreign-key', value })}`,
    ),
    ...(description ? [commentSql(dialect, object, null, description)] : []),
    ...columns
      .filter((column) => column.description)
      .map(({ name, description: text = null }) =>
        commentSql(dialect, { ...object, table: object.name, name }, null, text),
      ),
  ].join(';\n');
}

/** Describes a table, or a column of one, anew; null takes the description away. */
export function commentSql(
  dialect: Dialect,
  object: ObjectName,
  before: string | null,
  after: string | null,
): string {
  const { schema, table, name } = object;
  if (dialect === 'postgres') {
    const what =
      table === undefined
        ? `TABLE ${tableSql(dialect, object)}`
        : `COLUMN ${tableSql(dialect, object)}.${quoteName(dialect, name)}`;
    return `COMMENT ON ${what} IS ${after === null ? 'NULL' : stringSql(dialect, after)}`;
  }
  const column = table === undefined ? '' : `, N'COLUMN', ${nationalSql(name)}`;
  const level = `N'SCHEMA', ${nationalSql(schema)}, N'TABLE', ${nationalSql(table ?? name)}${column}`;
  if (after === null) return `EXEC sys.sp_dropextendedproperty N'MS_Description', ${level}`;
  const procedure = before === null ? 'sp_addextendedproperty' : 'sp_updateextendedproperty';
  return `EXEC sys.${procedure} N'MS_Description', ${nationalSql(after)}, ${level}`;
}
