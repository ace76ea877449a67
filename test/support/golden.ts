import type { Rename } from '../../src/generate/rename.ts';
import { type ColumnType, columnTypes } from '../../src/schema/column-type.ts';
import type {
  Column,
  Dialect,
  Expression,
  ForeignKey,
  Index,
  PrimaryKey,
  Schema,
  Table,
  UniqueConstraint,
} from '../../src/schema/model.ts';

/** SQL text, the same for both engines or one for each. */
type Text = string | { readonly mssql: string; readonly postgres: string };

interface GoldenColumn extends Omit<Column, 'default' | 'computed' | 'name' | 'nullable' | 'type'> {
  readonly type?: ColumnType;
  readonly nullable?: boolean;
  readonly default?: Text;
  /** Default: `df_<table>_<column>`. */
  readonly defaultName?: string;
  readonly computed?: Text;
  readonly persisted?: boolean;
}

interface GoldenIndex extends Partial<Omit<Index, 'columns' | 'filter'>> {
  readonly columns: readonly (string | { readonly name: string; readonly descending: boolean })[];
  readonly filter?: Text;
}

/** A table of a case; what is usual is left out. */
export interface GoldenTable {
  readonly schema?: string;
  readonly description?: string;
  readonly columns: Readonly<Record<string, GoldenColumn | ColumnType>>;
  readonly primaryKey?: PrimaryKey;
  readonly uniques?: Readonly<Record<string, readonly string[] | Omit<UniqueConstraint, 'name'>>>;
  readonly indexes?: Readonly<Record<string, GoldenIndex>>;
  readonly foreignKeys?: Readonly<
    Record<string, Partial<ForeignKey> & Pick<ForeignKey, 'columns' | 'references'>>
  >;
  readonly checks?: Readonly<
    Record<
      string,
      Text | { readonly expression: Text; readonly disabled?: boolean; readonly notTrusted?: boolean }
    >
  >;
}

export type GoldenTables = Readonly<Record<string, GoldenTable>>;

/** A database, a declaration, and what is given beside them; the files of the case hold what has to come out. */
export interface GoldenCase {
  readonly name: string;
  readonly current: GoldenTables;
  readonly desired: GoldenTables;
  readonly renames?: readonly Rename[];
  /** By `table.column`. */
  readonly backfills?: Readonly<Record<string, string>>;
  /** Why Babelfish cannot run it, or cannot show that it ran. */
  readonly notOnBabelfish?: string;
}

export const { bigint, boolean, decimal, int, native, string, text, timestamp, uuid } = columnTypes;

export function goldenSchema(
  tables: GoldenTables,
  dialect: Dialect,
  origin: 'declared' | 'database',
): Schema {
  return {
    dialect,
    origin,
    ...(origin === 'database' ? { schemas: [] } : {}),
    tables: Object.entries(tables).map(([name, table]) => goldenTable(name, table, dialect)),
  };
}

function goldenTable(key: string, table: GoldenTable, dialect: Dialect): Table {
  const name = key;
  const say = (expression: Text): Expression =>
    typeof expression === 'string' ? expression : expression[dialect];
  return {
    ...(table.schema === undefined ? {} : { schema: table.schema }),
    name,
    ...(table.description === undefined ? {} : { description: table.description }),
    columns: Object.entries(table.columns).map(([column, given]) => goldenColumn(name, column, given, say)),
    ...(table.primaryKey === undefined ? {} : { primaryKey: table.primaryKey }),
    uniques: Object.entries(table.uniques ?? {}).map(([unique, given]) =>
      'columns' in given ? { name: unique, ...given } : { name: unique, columns: given },
    ),
    indexes: Object.entries(table.indexes ?? {}).map(([index, { filter, columns, ...given }]) => ({
      name: index,
      include: [],
      unique: false,
      clustered: false,
      ...given,
      columns: columns.map((column) =>
        typeof column === 'string' ? { name: column, descending: false } : column,
      ),
      ...(filter === undefined ? {} : { filter: say(filter) }),
    })),
    foreignKeys: Object.entries(table.foreignKeys ?? {}).map(([key_, given]) => ({
      name: key_,
      onDelete: 'no action',
      onUpdate: 'no action',
      ...given,
    })),
    checks: Object.entries(table.checks ?? {}).map(([check, given]) =>
      typeof given === 'object' && 'expression' in given
        ? { ...given, name: check, expression: say(given.expression) }
        : { name: check, expression: say(given) },
    ),
  };
}

function goldenColumn(
  table: string,
  name: string,
  given: GoldenColumn | ColumnType,
  say: (expression: Text) => Expression,
): Column {
  const facts: GoldenColumn = 'kind' in given ? { type: given } : given;
  const {
    default: value,
    defaultName,
    computed,
    persisted = true,
    nullable = false,
    type = int,
    ...rest
  } = facts;
  return {
    name,
    type,
    nullable,
    ...rest,
    ...(value === undefined
      ? {}
      : { default: { name: defaultName ?? `df_${table}_${name}`, expression: say(value) } }),
    ...(computed === undefined ? {} : { computed: { expression: say(computed), persisted } }),
  };
}
