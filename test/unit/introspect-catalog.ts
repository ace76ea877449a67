import type { Catalog } from '../../src/introspect/mssql/catalog-rows.ts';
import { toCatalog } from '../../src/introspect/mssql/catalog-rows.ts';
import { rowsToSchema } from '../../src/introspect/mssql/rows-to-schema.ts';
import type { Schema, Table } from '../../src/schema/model.ts';

/**
 * Rows from a table as a person writes it: a line of names, then a line for each row, cells apart by `|`. A cell is
 * a number, `true`, `false`, `null` or text; a cell in single quotes is text always.
 */
export function rowsFrom(text: string): Record<string, unknown>[] {
  const [header = [], ...lines] = text
    .trim()
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()));
  return lines.map((cells) =>
    Object.fromEntries(header.map((name, index) => [name, cell(cells[index] ?? '')])),
  );
}

function cell(text: string): unknown {
  if (text === 'null') return null;
  if (text === 'true' || text === 'false') return text === 'true';
  if (/^-?\d+$/.test(text)) return Number(text);
  return text.replace(/^'(.*)'$/s, '$1');
}

/** What SQL Server says of an object about which nothing special was said. */
const usual: { readonly [Rowset in keyof Catalog]: object } = {
  database: { collation: 'SQL_Latin1_General_CP1_CI_AS', default_schema: 'dbo' },
  schema: {},
  table: { object_id: 1, schema_name: 'dbo', name: 't', is_ms_shipped: false, temporal_type: 0, is_tool: 0 },
  column: {
    schema_name: 'dbo',
    table_name: 't',
    is_nullable: 'YES',
    data_type: 'int',
    length: null,
    numeric_precision: null,
    numeric_scale: null,
    datetime_precision: null,
    collation: null,
    alias_schema: null,
    alias_name: null,
  },
  generated: { object_id: 1 },
  default: { object_id: 1, is_system_named: false },
  identity: { object_id: 1 },
  computed: { object_id: 1, is_persisted: false },
  description: { object_id: 1 },
  index: {
    object_id: 1,
    type: 2,
    is_unique: false,
    is_primary_key: false,
    is_unique_constraint: false,
    is_system_named: null,
    is_disabled: false,
    is_hypothetical: false,
    ignore_dup_key: false,
    fill_factor: 0,
    has_filter: false,
    filter_definition: null,
    partition_scheme: null,
    least_compression: 'NONE',
    most_compression: 'NONE',
  },
  'index-column': {
    object_id: 1,
    index_column_id: 1,
    key_ordinal: 1,
    is_descending_key: false,
    is_included_column: false,
    partition_ordinal: 0,
  },
  'foreign-key': {
    object_id: 1,
    is_system_named: false,
    is_disabled: false,
    is_not_trusted: false,
    on_delete: 'NO_ACTION',
    on_update: 'NO_ACTION',
    position: 1,
  },
  check: { object_id: 1, is_system_named: false, is_disabled: false, is_not_trusted: false },
  module: { schema_name: 'dbo', parent_object_id: 0, parent_name: null, is_disabled: null, is_encrypted: 0 },
  'database-trigger': { is_disabled: false },
  type: {
    schema_name: 'dbo',
    max_length: 20,
    precision: 0,
    scale: 0,
    is_nullable: true,
    is_table_type: false,
  },
  sequence: { schema_name: 'dbo', precision: 19, is_cycling: false },
  'security-predicate': { schema_name: 'dbo', is_enabled: true, target_schema: 'dbo', target_table: 't' },
};

type Written = { readonly [Rowset in keyof Catalog]?: string };

/**
 * The schema that a catalog describes. Columns of the catalog that are left out have their usual value; a table `t`
 * (object_id 1, in dbo) is there unless others are written.
 */
export function schemaFrom(written: Written, { babelfish = false } = {}): Schema {
  const one: Written = { database: 'collation\nSQL_Latin1_General_CP1_CI_AS', table: 'name\nt' };
  const rows = Object.entries({ ...one, ...written }).flatMap(([rowset, text]) =>
    rowsFrom(text).map((row) => ({ rowset, ...usual[rowset as keyof Catalog], ...row })),
  );
  return rowsToSchema(toCatalog(rows), { babelfish, historyTable: 'quodsi_migrations' });
}

/** The first table of the schema that a catalog describes. */
export function tableFrom(written: Written, options: { babelfish?: boolean } = {}): Table {
  const [table] = schemaFrom(written, options).tables;
  if (table === undefined) throw new Error('the catalog describes no table');
  return table;
}
