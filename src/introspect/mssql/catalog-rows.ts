// The rows that the statements of table-sql.ts and object-sql.ts return, named as there. Integers that need more than
// 53 bits come as text.

export interface DatabaseRow {
  readonly collation: string | null;
  readonly default_schema: string | null;
}

export interface SchemaRow {
  readonly name: string;
}

export interface TableRow {
  readonly object_id: number;
  readonly schema_name: string;
  readonly name: string;
  readonly is_ms_shipped: boolean;
  /** 0 none, 1 history table, 2 system-versioned. */
  readonly temporal_type: number;
  /** 1 where a tool of Microsoft made it: `sysdiagrams`. */
  readonly is_tool: number;
}

/** Facts of a type as INFORMATION_SCHEMA gives them. */
export interface TypeFacts {
  readonly data_type: string;
  /** Characters; -1 is max. */
  readonly length: number | null;
  readonly numeric_precision: number | null;
  readonly numeric_scale: number | null;
  readonly datetime_precision: number | null;
}

export interface ColumnRow extends TypeFacts {
  readonly schema_name: string;
  readonly table_name: string;
  readonly name: string;
  readonly position: number;
  readonly is_nullable: string;
  readonly collation: string | null;
  readonly alias_schema: string | null;
  readonly alias_name: string | null;
}

/** A row about a column; `object_id` is the table. */
export interface OfColumn {
  readonly object_id: number;
  readonly column_name: string;
}

export interface DefaultRow extends OfColumn {
  readonly name: string;
  readonly definition: string | null;
  readonly is_system_named: boolean;
}

export interface IdentityRow extends OfColumn {
  readonly seed: string | null;
  readonly increment: string | null;
}

export interface ComputedRow extends OfColumn {
  readonly definition: string | null;
  readonly is_persisted: boolean;
}

export interface DescriptionRow {
  readonly object_id: number;
  /** Null: of the table. */
  readonly column_name: string | null;
  readonly value: string | null;
}

export interface IndexRow {
  readonly object_id: number;
  readonly index_id: number;
  readonly name: string;
  /** 1 clustered, 2 nonclustered, 3 XML, 4 spatial, 5 and 6 columnstore, 7 hash. */
  readonly type: number;
  readonly is_unique: boolean;
  readonly is_primary_key: boolean;
  readonly is_unique_constraint: boolean;
  readonly is_system_named: boolean | null;
  readonly is_disabled: boolean;
  readonly is_hypothetical: boolean;
  readonly ignore_dup_key: boolean;
  readonly fill_factor: number;
  readonly has_filter: boolean;
  readonly filter_definition: string | null;
  readonly partition_scheme: string | null;
  readonly least_compression: string | null;
  readonly most_compression: string | null;
}

export interface IndexColumnRow {
  readonly object_id: number;
  readonly index_id: number;
  readonly name: string;
  readonly index_column_id: number;
  /** 0 where the column is no part of the key. */
  readonly key_ordinal: number;
  readonly is_descending_key: boolean;
  readonly is_included_column: boolean;
  /** 0 where the column decides no partition. */
  readonly partition_ordinal: number;
}

/** One column of a foreign key. */
export interface ForeignKeyRow extends OfColumn {
  readonly constraint_id: number;
  readonly name: string;
  readonly is_system_named: boolean;
  readonly is_disabled: boolean;
  readonly is_not_trusted: boolean;
  readonly on_delete: string;
  readonly on_update: string;
  readonly position: number;
  readonly referenced_object_id: number;
  /** Null, like the other names of the target, where the login may not see it. */
  readonly referenced_schema: string | null;
  readonly referenced_table: string | null;
  readonly referenced_column: string | null;
}

export interface CheckRow {
  readonly object_id: number;
  readonly name: string;
  readonly is_system_named: boolean;
  readonly definition: string | null;
  readonly is_disabled: boolean;
  readonly is_not_trusted: boolean;
}

export interface ModuleRow {
  /** Two characters, filled up with a space: `V `, `TR`, `P `, `FN`, `IF`, `TF`. */
  readonly type: string;
  readonly schema_name: string;
  readonly name: string;
  /** Table or view of a trigger; 0 for any other module. */
  readonly parent_object_id: number;
  readonly parent_name: string | null;
  readonly definition: string | null;
  readonly is_disabled: boolean | null;
  readonly is_encrypted: number | null;
}

export interface DatabaseTriggerRow {
  readonly name: string;
  readonly definition: string | null;
  readonly is_disabled: boolean;
}

export interface TypeRow {
  readonly schema_name: string;
  readonly name: string;
  readonly base_type: string | null;
  readonly max_length: number;
  readonly precision: number;
  readonly scale: number;
  readonly is_nullable: boolean;
  readonly is_table_type: boolean;
}

export interface SequenceRow {
  readonly schema_name: string;
  readonly name: string;
  readonly data_type: string;
  readonly precision: number;
  readonly start: string;
  readonly increment: string;
  readonly minimum: string;
  readonly maximum: string;
  readonly is_cycling: boolean;
}

/** One predicate of a security policy; its facts are null for a policy without any. */
export interface SecurityPredicateRow {
  readonly schema_name: string;
  readonly name: string;
  readonly is_enabled: boolean;
  readonly type: string | null;
  readonly operation: string | null;
  readonly definition: string | null;
  readonly target_schema: string | null;
  readonly target_table: string | null;
}

/** The rows of each statement. */
export interface Catalog {
  readonly database: readonly DatabaseRow[];
  readonly schema: readonly SchemaRow[];
  readonly table: readonly TableRow[];
  readonly column: readonly ColumnRow[];
  readonly generated: readonly OfColumn[];
  readonly default: readonly DefaultRow[];
  readonly identity: readonly IdentityRow[];
  readonly computed: readonly ComputedRow[];
  readonly description: readonly DescriptionRow[];
  readonly index: readonly IndexRow[];
  readonly 'index-column': readonly IndexColumnRow[];
  readonly 'foreign-key': readonly ForeignKeyRow[];
  readonly check: readonly CheckRow[];
  readonly module: readonly ModuleRow[];
  readonly 'database-trigger': readonly DatabaseTriggerRow[];
  readonly type: readonly TypeRow[];
  readonly sequence: readonly SequenceRow[];
  readonly 'security-predicate': readonly SecurityPredicateRow[];
}

/** The catalog from the rows of the batch, in whatever order they came. */
export function toCatalog(rows: readonly { readonly rowset: string }[]): Catalog {
  const catalog: { [Rowset in keyof Catalog]: { readonly rowset: string }[] } = {
    database: [],
    schema: [],
    table: [],
    column: [],
    generated: [],
    default: [],
    identity: [],
    computed: [],
    description: [],
    index: [],
    'index-column': [],
    'foreign-key': [],
    check: [],
    module: [],
    'database-trigger': [],
    type: [],
    sequence: [],
    'security-predicate': [],
  };
  for (const row of rows) catalog[row.rowset as keyof Catalog].push(row);
  return catalog as unknown as Catalog;
}
