import type { Dialect } from '../../schema/model.ts';
import { tableOf } from '../added-objects.ts';
import { hasBaseColumns, isTenants } from '../base-table.ts';
import { tableLabel } from '../describe.ts';
import type { LintRule, MigrationContext } from '../rule.ts';
import { findColumn, fold, type KeyState, type TableState, tableKey } from '../schema-state.ts';

/** A table with the columns of the base entity has its indexes too: whoever writes migrations by hand or by a tool loses them. */
export const missingBaseIndexes: LintRule = {
  id: 'missing-base-indexes',
  severity: 'error',
  summary: "a table with the base entity's columns lacks its clustered or filtered indexes",
  migration: (context) => {
    const { dialect, before, after, migration } = context;
    return [...after.tables].flatMap(([key, state]) => {
      const earlier = before.tables.get(key);
      if (earlier === state || state.temporary) return [];
      const had = new Set(earlier === undefined ? [] : missing(context, earlier));
      const lost = missing(context, state).filter((each) => !had.has(each));
      // Its columns of before are not known, and may have had them all.
      if (lost.length === 0 || (state.createdIn === undefined && earlier === undefined)) return [];
      const place = placeOf(context, state);
      return [
        {
          table: { name: state.table.name, schema: state.table.schema },
          message: `${tableLabel({ name: state.table.name })} ${state.createdIn === migration.name ? 'lacks' : 'loses'} ${lost.join(', ')}`,
          advice: lost.map((each) => adviceOf(dialect, state, each)).join('\n'),
          place,
        },
      ];
    });
  },
};

type BaseIndex =
  | 'the unique clustered index on index_id'
  | 'the unique index on index_id'
  | `the filtered index on (${string})`;

function missing({ dialect }: MigrationContext, state: TableState): BaseIndex[] {
  const tenantId = findColumn({ dialect }, state, 'tenant_id');
  if (tenantId === undefined || !hasBaseColumns(dialect, state)) return [];
  // One that may be null is that of a table of the whole platform.
  const global = isTenants(state) || tenantId.nullable === true;
  const wanted: BaseIndex[] = global
    ? ['the filtered index on (is_deleted)']
    : ['the filtered index on (tenant_id, is_deleted, index_id)', 'the filtered index on (tenant_id, id)'];
  const order = state.keys.some(
    (key) => key.unique && isOn(dialect, key, ['index_id']) && (key.clustered || dialect === 'postgres'),
  );
  const first: BaseIndex =
    dialect === 'mssql' ? 'the unique clustered index on index_id' : 'the unique index on index_id';
  return [
    ...(order ? [] : [first]),
    ...wanted.filter(
      (index) =>
        !state.keys.some(
          (key) => isOn(dialect, key, columnsOf(index)) && /is_deleted/i.test(key.filter ?? ''),
        ),
    ),
  ];
}

function columnsOf(index: BaseIndex): string[] {
  return (/\((.*)\)/.exec(index)?.[1] ?? 'index_id').split(', ');
}

function isOn(dialect: Dialect, key: KeyState, columns: readonly string[]): boolean {
  return (
    key.columns.length === columns.length &&
    key.columns.every(({ column }, i) => column !== undefined && fold(dialect, column) === columns[i])
  );
}

const suffixes: Readonly<Record<string, string>> = {
  is_deleted: 'active',
  'tenant_id,is_deleted,index_id': 'tenant_active',
  'tenant_id,id': 'tenant_id_lookup',
  index_id: 'index_id',
};

function adviceOf(dialect: Dialect, { table: { name } }: TableState, index: BaseIndex): string {
  const columns = columnsOf(index);
  const more = index.startsWith('the filtered')
    ? 'where: { is_deleted: false }'
    : 'unique: true, clustered: true';
  return `await createIndex(knex, '${name}', 'ix_${name}_${suffixes[columns.join()] ?? ''}', { columns: [${columns.map((column) => `'${fold(dialect, column)}'`).join(', ')}], ${more} });`;
}

/** Where the table is created, or what takes an index away. */
function placeOf({ migration, dialect }: MigrationContext, state: TableState) {
  const own = migration.up.filter(({ statement }) => {
    const table = tableOf(statement);
    return table === undefined || tableKey(dialect, table) === tableKey(dialect, state.table);
  });
  const at =
    own.find(({ statement }) => statement.kind === 'create-table') ??
    own.find(({ statement }) => statement.kind.startsWith('drop')) ??
    own[0];
  return at?.locate() ?? {};
}
