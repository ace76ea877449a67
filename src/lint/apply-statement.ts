import { assertNever } from '../errors.ts';
import type { Dialect } from '../schema/model.ts';
import { withColumn, withColumns, withConstraint, withIndex } from './apply-table.ts';
import {
  type ColumnState,
  defaultSchema,
  findTable,
  fold,
  type SchemaState,
  sameName,
  type TableState,
  tableKey,
} from './schema-state.ts';
import type { Statement, StatementOf, TableName } from './statement.ts';

/** The schema after a statement of a migration. */
export function applyStatement(schema: SchemaState, statement: Statement, migration: string): SchemaState {
  const { dialect } = schema;
  const edit = (table: TableName, change: (state: TableState) => TableState): SchemaState => {
    const state = findTable(schema, table) ?? oldTable(schema, table);
    return put(schema, change(state));
  };
  switch (statement.kind) {
    case 'create-table':
      return createTable(schema, statement, migration);
    case 'drop-table':
      return without(schema, statement.table);
    case 'rename-table':
      return renameTable(schema, statement);
    case 'add-column':
      return edit(statement.table, (state) => withColumns(dialect, state, [statement.column], migration));
    case 'drop-column':
      return edit(statement.table, (state) => dropColumn(schema, state, statement.column));
    case 'alter-column':
      return edit(statement.table, (state) =>
        withColumn(dialect, state, statement.column, (column) => alteredColumn(dialect, column, statement)),
      );
    case 'set-default':
      return edit(statement.table, (state) =>
        withColumn(dialect, state, statement.column, (column) => ({ ...column, default: statement.default })),
      );
    case 'drop-default':
      return edit(statement.table, (state) => withoutDefault(schema, state, [statement.column]));
    case 'drop-default-by-query':
      return dropDefaultByQuery(schema, statement.names);
    case 'add-constraint':
      return edit(statement.table, (state) =>
        withConstraint(dialect, state, statement.constraint, migration),
      );
    case 'drop-constraint':
      return edit(statement.table, (state) => dropNamed(schema, state, statement.name));
    case 'create-index':
      return edit(statement.table, (state) => withIndex(state, statement.index, migration));
    case 'drop-index': {
      const owner = ownerOf(schema, statement.table, statement.name);
      return owner === undefined ? schema : put(schema, dropNamed(schema, owner, statement.name));
    }
    case 'rename-column':
      return edit(statement.table, (state) => renameColumn(schema, state, statement));
    case 'rename-object': {
      const owner = ownerOf(schema, statement.table, statement.name);
      return owner === undefined ? schema : put(schema, renameObject(schema, owner, statement));
    }
    case 'update':
      return edit(statement.table, (state) =>
        statement.columns.reduce(
          (changed, name) => withColumn(dialect, changed, name, (column) => ({ ...column, written: true })),
          state,
        ),
      );
    case 'insert':
    case 'merge':
      return edit(statement.table, (state) => ({ ...state, filled: true }));
    case 'delete':
    case 'truncate':
    case 'enable-constraint':
    case 'disable-constraint':
    case 'outside-transaction':
      return schema;
    default:
      return assertNever(statement);
  }
}

/** After a migration has run, every table may get rows. */
export function afterMigration(schema: SchemaState): SchemaState {
  const tables = new Map<string, TableState>();
  for (const [key, state] of schema.tables) {
    if (!state.temporary) tables.set(key, state.filled ? state : { ...state, filled: true });
  }
  return { ...schema, tables };
}

/** The table that has a key, foreign key or check of that name. */
export function ownerOf(
  schema: SchemaState,
  table: TableName | undefined,
  name: string,
): TableState | undefined {
  if (table !== undefined) return findTable(schema, table);
  const { dialect } = schema;
  return [...schema.tables.values()].find((state) =>
    [...state.keys, ...state.foreignKeys]
      .map((object) => object.name)
      .concat(state.checks)
      .some((known) => known !== undefined && sameName(dialect, known, name)),
  );
}

function alteredColumn(
  dialect: Dialect,
  column: ColumnState,
  { type, nullable }: StatementOf<'alter-column'>,
): ColumnState {
  // SQL Server makes it nullable where nothing is said.
  const becomes = nullable ?? (dialect === 'mssql' ? true : column.nullable);
  return {
    ...column,
    ...(type === undefined ? {} : { type }),
    ...(becomes === undefined ? {} : { nullable: becomes }),
    // What was NOT NULL until now has a value in every row.
    written: column.written || column.nullable === false,
  };
}

function put(schema: SchemaState, state: TableState): SchemaState {
  const tables = new Map(schema.tables);
  tables.set(tableKey(schema.dialect, state.table), state);
  return { ...schema, tables };
}

function without(schema: SchemaState, table: TableName): SchemaState {
  const tables = new Map(schema.tables);
  tables.delete(tableKey(schema.dialect, findTable(schema, table)?.table ?? table));
  return { ...schema, tables };
}

function emptyTable({ dialect }: SchemaState, { schema, name }: TableName): TableState {
  return {
    table: { schema: schema ?? defaultSchema(dialect), name },
    filled: false,
    temporary: false,
    complete: true,
    columns: new Map(),
    keys: [],
    foreignKeys: [],
    checks: [],
  };
}

/** A table that no migration was seen to create. */
function oldTable(schema: SchemaState, table: TableName): TableState {
  return { ...emptyTable(schema, table), filled: true, complete: false };
}

function createTable(
  schema: SchemaState,
  { table, columns, constraints, indexes, temporary, filled, complete }: StatementOf<'create-table'>,
  migration: string,
): SchemaState {
  const { dialect } = schema;
  // IF NOT EXISTS, or the other branch of an IF.
  if (schema.tables.has(tableKey(dialect, table))) return schema;
  const start: TableState = {
    ...emptyTable(schema, table),
    createdIn: migration,
    filled,
    temporary,
    complete,
  };
  let state = withColumns(dialect, start, columns, migration, constraints);
  for (const index of indexes) state = withIndex(state, index, migration);
  return put(schema, state);
}

function renameTable(schema: SchemaState, statement: StatementOf<'rename-table'>): SchemaState {
  const { table, to } = statement;
  const state = findTable(schema, table);
  if (state !== undefined) {
    return put(without(schema, table), { ...state, table: { ...state.table, name: to } });
  }
  // sp_rename says OBJECT for constraints too.
  const owner = ownerOf(schema, undefined, table.name);
  return owner === undefined ? schema : put(schema, renameObject(schema, owner, { name: table.name, to }));
}

function renameColumn(
  { dialect }: SchemaState,
  state: TableState,
  { column, to }: StatementOf<'rename-column'>,
): TableState {
  const is = (name: string | undefined) => name !== undefined && sameName(dialect, name, column);
  const columns = new Map(
    [...state.columns].map(([key, each]) =>
      is(each.name) ? [fold(dialect, to), { ...each, name: to }] : [key, each],
    ),
  );
  return {
    ...state,
    columns,
    keys: state.keys.map((key) => ({
      ...key,
      columns: key.columns.map((part) => (is(part.column) ? { ...part, column: to, text: to } : part)),
      include: key.include.map((name) => (is(name) ? to : name)),
    })),
    foreignKeys: state.foreignKeys.map((key) => ({
      ...key,
      columns: key.columns.map((name) => (is(name) ? to : name)),
    })),
  };
}

function renameObject(
  { dialect }: SchemaState,
  state: TableState,
  { name, to }: { readonly name: string; readonly to: string },
): TableState {
  const renamed = <T extends { readonly name?: string | undefined }>(object: T): T =>
    object.name !== undefined && sameName(dialect, object.name, name) ? { ...object, name: to } : object;
  return {
    ...state,
    keys: state.keys.map(renamed),
    foreignKeys: state.foreignKeys.map(renamed),
    checks: state.checks.map((check) => (sameName(dialect, check, name) ? to : check)),
  };
}

function dropColumn(schema: SchemaState, state: TableState, column: string): TableState {
  const { dialect } = schema;
  const is = (name: string | undefined) => name !== undefined && sameName(dialect, name, column);
  const columns = new Map(state.columns);
  columns.delete(fold(dialect, column));
  return {
    ...state,
    columns,
    keys: state.keys.filter((key) => !key.columns.some((part) => is(part.column)) && !key.include.some(is)),
    foreignKeys: state.foreignKeys.filter((key) => !key.columns.some(is)),
  };
}

/** A constraint, an index, or the default of SQL Server that has this name. */
function dropNamed(schema: SchemaState, state: TableState, name: string): TableState {
  const { dialect } = schema;
  const other = (object: { readonly name?: string | undefined }) =>
    object.name === undefined || !sameName(dialect, object.name, name);
  const defaulted = [...state.columns.values()].filter(
    (column) => column.default?.name !== undefined && sameName(dialect, column.default.name, name),
  );
  return withoutDefault(
    schema,
    {
      ...state,
      keys: state.keys.filter(other),
      foreignKeys: state.foreignKeys.filter(other),
      checks: state.checks.filter((check) => !sameName(dialect, check, name)),
    },
    defaulted.map((column) => column.name),
  );
}

function withoutDefault({ dialect }: SchemaState, state: TableState, names: readonly string[]): TableState {
  return names.reduce(
    (changed, name) => withColumn(dialect, changed, name, ({ default: _dropped, ...column }) => column),
    state,
  );
}

function dropDefaultByQuery(schema: SchemaState, names: ReadonlySet<string>): SchemaState {
  let changed = schema;
  for (const state of schema.tables.values()) {
    if (!names.has(state.table.name.toLowerCase())) continue;
    const columns = [...state.columns.values()].filter(
      (column) => column.default !== undefined && names.has(column.name.toLowerCase()),
    );
    if (columns.length === 0) continue;
    changed = put(
      changed,
      withoutDefault(
        schema,
        state,
        columns.map((column) => column.name),
      ),
    );
  }
  return changed;
}
