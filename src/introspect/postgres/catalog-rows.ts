// The rows that the statements of table-sql.ts and object-sql.ts return, named as there. An oid is text or a number,
// as the driver reads JSON; it is compared only.

type Oid = string | number;

export interface DatabaseRow {
  /** Null where no SQL schema of the search path exists. */
  readonly default_schema: string | null;
  readonly collation: string;
}

export interface SchemaRow {
  readonly name: string;
}

export interface TableRow {
  readonly oid: Oid;
  readonly schema_name: string;
  readonly name: string;
}

export interface DescriptionRow {
  readonly table_oid: Oid;
  /** Of the column; 0 for the table. */
  readonly number: number;
  readonly description: string;
}

export interface ColumnRow {
  readonly table_oid: Oid;
  readonly number: number;
  readonly name: string;
  readonly type: string;
  /** What a domain stands for. */
  readonly base_type: string | null;
  readonly not_null: boolean;
  /** a always, d by default, empty for none. */
  readonly identity: string;
  /** s stored, v virtual, empty for none. */
  readonly generated: string;
  readonly seed: string | null;
  readonly increment: string | null;
  /** Default, or what a generated column is computed from. */
  readonly expression: string | null;
  /** Null: the type's own. */
  readonly collation: string | null;
}

export interface ConstraintRow {
  readonly table_oid: Oid;
  readonly name: string;
  /** p primary key, u unique, f foreign key, c check, x exclusion. */
  readonly type: string;
  /** The index behind a key; the target's index for a foreign key. */
  readonly index_oid: Oid;
  readonly column_numbers: readonly number[] | null;
  readonly is_deferrable: boolean;
  readonly is_deferred: boolean;
  readonly is_validated: boolean;
  readonly is_not_enforced: boolean;
  readonly has_period: boolean;
  /** a no action, r restrict, c cascade, n set null, d set default. */
  readonly on_update: string;
  readonly on_delete: string;
  readonly target_schema: string | null;
  readonly target_table: string | null;
  readonly target_columns: readonly string[] | null;
  readonly expression: string | null;
  readonly definition: string | null;
}

export interface IndexRow {
  readonly oid: Oid;
  readonly table_oid: Oid;
  readonly name: string;
  readonly method: string;
  readonly is_unique: boolean;
  readonly is_valid: boolean;
  /** The first so many of `columns` are the key, the rest is INCLUDE. */
  readonly key_count: number;
  /** Numbers of columns, 0 for an expression: `2 0 5`. */
  readonly columns: string;
  /** Of each key column, 1 descending + 2 nulls first: `0 3`. */
  readonly options: string;
  readonly operator_classes: string;
  readonly collations: string;
  readonly nulls_not_distinct: boolean;
  /** `fillfactor=70`. */
  readonly options_of_storage: readonly string[] | null;
  readonly filter: string | null;
  /** The text of each key column where at least one is an expression. */
  readonly expressions: readonly string[] | null;
}

export interface NamedOid {
  readonly oid: Oid;
  readonly name: string;
}

export interface SequenceRow {
  readonly schema_name: string;
  readonly name: string;
  readonly type: string;
  readonly start: string;
  readonly increment: string;
  readonly minimum: string;
  readonly maximum: string;
  readonly cycle: boolean;
}

export interface ViewRow {
  readonly schema_name: string;
  readonly name: string;
  readonly is_materialized: boolean;
  readonly definition: string;
}

interface OfTable {
  readonly table_oid: Oid;
  readonly schema_name: string;
  readonly table_name: string;
  readonly name: string;
  readonly is_disabled: boolean;
}

export interface TriggerRow extends OfTable {
  readonly definition: string;
}

export interface PolicyRow extends OfTable {
  readonly is_forced: boolean;
  readonly is_permissive: boolean;
  /** r select, a insert, w update, d delete, * all. */
  readonly command: string;
  readonly roles: readonly string[] | null;
  readonly using_expression: string | null;
  readonly check_expression: string | null;
}

export interface RoutineRow {
  readonly schema_name: string;
  readonly name: string;
  readonly arguments: string;
  readonly definition: string | null;
}

export interface TypeRow {
  readonly schema_name: string;
  readonly name: string;
  /** e enum, d domain, r range, c composite. */
  readonly kind: string;
  readonly definition: string | null;
}

/** The rows of each statement. */
export interface Catalog {
  readonly database: readonly DatabaseRow[];
  readonly schemas: readonly SchemaRow[];
  readonly tables: readonly TableRow[];
  readonly descriptions: readonly DescriptionRow[];
  readonly columns: readonly ColumnRow[];
  readonly constraints: readonly ConstraintRow[];
  readonly indexes: readonly IndexRow[];
  /** Those that are not the usual ones of their type. */
  readonly operator_classes: readonly NamedOid[];
  readonly collations: readonly NamedOid[];
  readonly sequences: readonly SequenceRow[];
  readonly views: readonly ViewRow[];
  readonly triggers: readonly TriggerRow[];
  readonly policies: readonly PolicyRow[];
  readonly routines: readonly RoutineRow[];
  readonly types: readonly TypeRow[];
}

/** The catalog from the statement's row, in which a statement without rows has null. */
export function toCatalog(row: { readonly [Name in keyof Catalog]: Catalog[Name] | null }): Catalog {
  const entries = Object.entries(row).map(([name, rows]) => [name, rows ?? []]);
  return Object.fromEntries(entries) as Catalog;
}
