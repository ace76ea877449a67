import fc from 'fast-check';
import { BaseEntity } from '../../src/entities/base-entity.ts';
import { defineEntity } from '../../src/entities/define-entity.ts';
import type { EntityScope } from '../../src/entities/entity.ts';
import { toSchema } from '../../src/entities/to-schema.ts';
import type { EntityBase } from '../../src/generate/entity-draft.ts';
import { type ColumnType, columnTypes } from '../../src/schema/column-type.ts';
import type { Dialect, Schema, Table } from '../../src/schema/model.ts';
import type { Sequence } from '../../src/schema/model-objects.ts';
import { columnOf, sometimes } from './entity-columns.ts';
import { tableOf } from './entity-tables.ts';

// Schemas as a database has them: every name and every fact fits the others, and each is one that a server could show.

const { bigint, int, native } = columnTypes;

export const basesOf = (dialect: Dialect): EntityBase[] =>
  (['tenant', 'global'] as const).map((scope) => ({
    scope,
    tableFor: (table) => baseTable(table, scope, dialect),
  }));

function baseTable(table: string, scope: EntityScope, dialect: Dialect): Table {
  const entity = defineEntity({ table, scope, base: BaseEntity, columns: {} });
  const [declared] = toSchema([entity], dialect).tables;
  if (declared === undefined) throw new Error('no table');
  return declared;
}

const tableNames = [
  'orders',
  'Order',
  'order_details',
  'people',
  'rows',
  'dates',
  'index',
  'select',
  'a b',
  '2020',
  "it's",
  'größe',
  '日本語',
  'con',
];
const columnNames = [
  'id',
  'name',
  'Total',
  'select',
  'a b',
  'quo"te',
  "it's",
  '__proto__',
  'constructor',
  '2020',
  'tenant_id',
  'größe',
  'expressions',
  'is_deleted',
];

/** A table that has everything of a base, and more. */
const basedTable = (dialect: Dialect) =>
  fc
    .tuple(fc.constantFrom<EntityScope>('tenant', 'global'), columnOf('label', dialect), fc.boolean())
    .map(([scope, extra, exact]): Table => {
      const base = baseTable('based_rows', scope, dialect);
      const indexes = exact ? base.indexes : base.indexes.slice(1);
      return { ...base, columns: [...base.columns, { ...extra, name: 'label' }], indexes };
    });

/** Any schema that a database of the dialect could have. */
export function liveSchemas(dialect: Dialect): fc.Arbitrary<Schema> {
  const table = (name: string) =>
    fc
      .uniqueArray(fc.constantFrom(...columnNames), { minLength: 1, maxLength: 6 })
      .chain((names) => fc.tuple(...names.map((each) => columnOf(each, dialect))))
      .chain((columns) => tableOf(name, columns, dialect))
      .chain((made) =>
        fc.constantFrom(undefined, 'sales').map((schema) => (schema ? { schema, ...made } : made)),
      );
  const tables = fc
    .uniqueArray(fc.constantFrom(...tableNames), {
      minLength: 1,
      maxLength: 4,
      selector: (each) => each.toLowerCase(),
    })
    .chain((names) => fc.tuple(...names.map(table)));
  const sequence: fc.Arbitrary<Sequence> = fc
    .record({
      type: fc.constantFrom<ColumnType>(bigint, int, native('smallint')),
      start: fc.constantFrom('1', '-5', '9007199254740993'),
      increment: fc.constantFrom('1', '-1'),
      cycle: fc.boolean(),
      bounds: fc.constantFrom({}, { minimum: '0', maximum: '99' }),
    })
    .map(({ bounds, ...rest }) => ({ name: 'seq', ...rest, ...bounds }));
  const elsewhere = sequence.map((each): Sequence => ({ ...each, schema: 'sales', name: 'Other Seq' }));
  return fc.tuple(tables, sometimes(basedTable(dialect)), sometimes(fc.tuple(sequence, elsewhere))).map(
    ([own, based, sequences]): Schema => ({
      dialect,
      origin: 'database',
      server:
        dialect === 'mssql'
          ? { engine: 'mssql', defaultSchema: 'dbo', collation: 'Latin1_General_CI_AS', caseSensitive: false }
          : { engine: 'postgres', defaultSchema: 'public', collation: 'en_US.utf8', caseSensitive: true },
      schemas: [],
      tables: based === undefined ? own : [...own, based],
      sequences: sequences ?? [],
      opaques: [],
    }),
  );
}
