import { nationalSql } from '../ddl/literal.ts';
import { quoteName } from '../ddl/name.ts';
import type { Change, ChangeOf, Facet, FacetName, ObjectName } from '../diff/change.ts';
import { assertNever } from '../errors.ts';
import { isHidden } from '../schema/hidden.ts';
import type { Check, Column, Dialect, ForeignKey } from '../schema/model.ts';
import {
  columnSql,
  columnTypeSql,
  commentSql,
  constraintSql,
  createTableSql,
  identitySql,
  indexSql,
  inSchemaSql,
  joinedSql,
  shown,
  tableSql,
} from './definition-sql.ts';

/** The statements that make what is missing, or take away what nothing declares; undefined where there are none. */
export function wholeObjectSql(dialect: Dialect, change: Change): string | undefined {
  const alter = `ALTER TABLE ${tableSql(dialect, change.object)}`;
  switch (change.kind) {
    case 'table':
      if (change.action === 'add') return createTableSql(dialect, change.object, change.to);
      return change.action === 'drop' ? `DROP TABLE ${tableSql(dialect, change.object)}` : undefined;
    case 'column':
      if (change.action === 'add') return addColumnSql(dialect, change.object, change.to);
      return change.action === 'drop' ? dropColumnSql(dialect, alter, change.from) : undefined;
    case 'index':
      return indexChangeSql(dialect, change);
    case 'primary-key':
    case 'unique':
    case 'foreign-key':
    case 'check':
      return constraintChangeSql(dialect, alter, change);
    case 'schema':
      return change.action === 'add'
        ? `CREATE SCHEMA ${quoteName(dialect, change.object.name)}`
        : `DROP SCHEMA ${quoteName(dialect, change.object.name)}`;
    case 'sequence':
    case 'opaque':
      return undefined;
    default:
      return assertNever(change);
  }
}

function addColumnSql(dialect: Dialect, object: ObjectName, column: Column): string {
  const add = `ALTER TABLE ${tableSql(dialect, object)} ADD ${dialect === 'mssql' ? '' : 'COLUMN '}${columnSql(dialect, column)}`;
  const { description } = column;
  return description ? `${add};\n${commentSql(dialect, object, null, description)}` : add;
}

/** SQL Server does not drop a column that has a default. */
function dropColumnSql(dialect: Dialect, alter: string, column: Column): string {
  const name = column.default?.name;
  const drop = `${alter} DROP COLUMN ${quoteName(dialect, column.name)}`;
  return dialect === 'mssql' && typeof name === 'string'
    ? `${alter} DROP CONSTRAINT ${quoteName(dialect, name)};\n${drop}`
    : drop;
}

type ConstraintChange =
  | ChangeOf<'primary-key'>
  | ChangeOf<'unique'>
  | ChangeOf<'foreign-key'>
  | ChangeOf<'check'>;

function constraintChangeSql(dialect: Dialect, alter: string, change: ConstraintChange): string | undefined {
  if (change.action === 'modify' && onlyRenamed(change.facets)) {
    return renameSql(dialect, change.object, change.from.name, alter);
  }
  const drop = change.from && `${alter} DROP CONSTRAINT ${quoteName(dialect, change.from.name)}`;
  const add =
    change.to &&
    `${alter} ADD ${constraintSql(dialect, { kind: change.kind, value: change.to } as Parameters<typeof constraintSql>[1])}`;
  return joinStatements(drop, add);
}

function indexChangeSql(dialect: Dialect, change: ChangeOf<'index'>): string | undefined {
  const { object, from, to } = change;
  if (change.action === 'modify' && onlyRenamed(change.facets)) {
    const before = { ...object, name: change.from.name };
    return dialect === 'mssql'
      ? spRename([object.schema, object.table ?? '', change.from.name], object.name, 'INDEX')
      : `ALTER INDEX ${inSchemaSql(dialect, before)} RENAME TO ${quoteName(dialect, object.name)}`;
  }
  const drop =
    from &&
    (dialect === 'mssql'
      ? `DROP INDEX ${quoteName(dialect, from.name)} ON ${tableSql(dialect, object)}`
      : `DROP INDEX ${inSchemaSql(dialect, { ...object, name: from.name })}`);
  return joinStatements(drop, to && indexSql(dialect, object, to));
}

const onlyRenamed = (facets: readonly Facet[]) => facets.every(({ name }) => name === 'name');

function renameSql(dialect: Dialect, { schema, name }: ObjectName, before: string, alter: string): string {
  return dialect === 'mssql'
    ? spRename([schema, before], name, 'OBJECT')
    : `${alter} RENAME CONSTRAINT ${quoteName(dialect, before)} TO ${quoteName(dialect, name)}`;
}

/** The new name of sp_rename is taken as it is: brackets would become part of it. */
export function spRename(path: readonly string[], name: string, kind: 'OBJECT' | 'INDEX'): string {
  const quoted = path.map((part) => quoteName('mssql', part)).join('.');
  return `EXEC sys.sp_rename ${nationalSql(quoted)}, ${nationalSql(name)}, N'${kind}'`;
}

/** What makes a column as it is declared, its default and description aside, which have findings of their own. */
export function alterColumnSql(
  dialect: Dialect,
  change: ChangeOf<'column'> & { action: 'modify' },
): string | undefined {
  const { object, to, facets } = change;
  const alter = `ALTER TABLE ${tableSql(dialect, object)} ALTER COLUMN ${quoteName(dialect, to.name)}`;
  const differs = (...names: FacetName[]) => facets.some(({ name }) => names.includes(name));
  const computed = differs('computed', 'persisted');
  // Only what is stored can stay when it is no longer computed, and only on PostgreSQL.
  const stored = dialect === 'postgres' && change.from.computed?.persisted === true;
  if (to.computed || (computed && !stored)) return undefined;
  const type = columnTypeSql(dialect, to);
  if (dialect === 'mssql') {
    // IDENTITY cannot be given to a column, nor taken from it.
    if (differs('identity')) return undefined;
    const altered = `${alter} ${type} ${to.nullable ? 'NULL' : 'NOT NULL'}`;
    // A default is in the way of another type. Where it is to be another one, its own finding makes that.
    if (!differs('type') || !change.from.default) return altered;
    return joinStatements(
      defaultChangeSql(dialect, object, change.from.default, null),
      altered,
      !differs('default', 'default-name') && defaultChangeSql(dialect, object, null, to.default),
    );
  }
  const retyped = differs('type', 'length', 'precision', 'scale', 'collation', 'base-type');
  const cast =
    differs('type') &&
    `USING ${quoteName(dialect, to.name)}::${columnTypeSql(dialect, { ...to, collation: null })}`;
  // A default of the old type is in the way of the new one, and of an identity.
  const identity = differs('identity', 'identity-always');
  const undefaulted = change.from.default != null && (differs('type') || (identity && to.identity != null));
  return joinStatements(
    computed && `${alter} DROP EXPRESSION`,
    undefaulted && `${alter} DROP DEFAULT`,
    retyped && joinedSql(alter, 'TYPE', type, cast),
    differs('nullable') && `${alter} ${to.nullable ? 'DROP' : 'SET'} NOT NULL`,
    identity && identityChange(alter, change),
    (computed || undefaulted) && to.default && `${alter} SET DEFAULT ${shown(to.default.expression)}`,
  );
}

function identityChange(alter: string, { from, to }: { readonly from: Column; readonly to: Column }): string {
  const drop = from.identity && `${alter} DROP IDENTITY`;
  const add = to.identity && `${alter} ADD ${identitySql('postgres', to.identity)}`;
  return joinStatements(drop, add) ?? '';
}

/** What gives a column the default that is declared, or takes its default away. */
export function defaultChangeSql(
  dialect: Dialect,
  object: ObjectName,
  from: Column['default'],
  to: Column['default'],
): string | undefined {
  const alter = `ALTER TABLE ${tableSql(dialect, object)}`;
  const column = quoteName(dialect, object.name);
  if (isHidden(to?.expression)) return undefined;
  if (dialect === 'postgres') {
    return `${alter} ALTER COLUMN ${column} ${to ? `SET DEFAULT ${to.expression}` : 'DROP DEFAULT'}`;
  }
  const [before, after] = [from?.name, to?.name];
  const named = typeof after === 'string' && `CONSTRAINT ${quoteName(dialect, after)}`;
  return joinStatements(
    typeof before === 'string' && `${alter} DROP CONSTRAINT ${quoteName(dialect, before)}`,
    to && joinedSql(alter, 'ADD', named, `DEFAULT ${to.expression} FOR ${column}`),
  );
}

/** What puts a constraint or index in force again and makes the server trust it. Reads the whole table. */
export function enforceSql(
  dialect: Dialect,
  object: ObjectName,
  what:
    | { readonly kind: 'index' }
    | { readonly kind: 'foreign-key'; readonly value: ForeignKey; readonly disabled: boolean }
    | { readonly kind: 'check'; readonly value: Check; readonly disabled: boolean },
): string {
  const alter = `ALTER TABLE ${tableSql(dialect, object)}`;
  const name = quoteName(dialect, object.name);
  if (what.kind === 'index') {
    return dialect === 'mssql'
      ? `ALTER INDEX ${name} ON ${tableSql(dialect, object)} REBUILD`
      : `REINDEX INDEX ${inSchemaSql(dialect, object)}`;
  }
  if (dialect === 'mssql') return `${alter} WITH CHECK CHECK CONSTRAINT ${name}`;
  if (!what.disabled) return `${alter} VALIDATE CONSTRAINT ${name}`;
  // A check cannot be made ENFORCED, and a foreign key whose triggers are off is believed to hold whatever came meanwhile.
  return `${alter} DROP CONSTRAINT ${name};\n${alter} ADD ${constraintSql(dialect, what)}`;
}

function joinStatements(...statements: (string | false | null | undefined)[]): string | undefined {
  const written = statements.filter(Boolean);
  return written.length === 0 ? undefined : written.join(';\n');
}
