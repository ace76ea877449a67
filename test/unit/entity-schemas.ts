import fc from 'fast-check';
import { BaseEntity } from '../../src/entities/base-entity.ts';
import { defineEntity } from '../../src/entities/define-entity.ts';
import type { EntityScope } from '../../src/entities/entity.ts';
import { toSchema } from '../../src/entities/to-schema.ts';
import type { EntityBase } from '../../src/generate/entity-draft.ts';
import { type ColumnType, columnTypes } from '../../src/schema/column-type.ts';
import type { Column, Dialect, Schema, Table } from '../../src/schema/model.ts';
import type { Sequence } from '../../src/schema/model-objects.ts';

// Schemas as a database has them: every name and every fact fits the others, and each is one that a server could show.

const { bigint, boolean, decimal, int, native, string, text, timestamp, uuid } = columnTypes;

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

/** Types with the defaults that they may have, as the server stores them. */
const typed: Readonly<Record<Dialect, readonly (readonly [ColumnType, readonly string[]])[]>> = {
  postgres: [
    [uuid, ['gen_random_uuid()', 'uuid_generate_v4()']],
    [boolean, ['false', 'true']],
    [int, ['0', "'-1'::integer", "nextval('seq'::regclass)"]],
    [bigint, ['9007199254740993', '(1 + 2)']],
    [decimal(10, 2), ['1.0', '1', '0.10']],
    [string(20), ["'x'::character varying", "'it''s \"so\"'::character varying", 'NULL::character varying']],
    [string(9000), ["''::character varying"]],
    [text, ["'a\nb\\c'::text", 'CURRENT_USER', "('a'::text || 'b'::text)"]],
    [timestamp(6), ['now()', 'CURRENT_TIMESTAMP', "'2020-01-01 00:00:00+00'::timestamp with time zone"]],
    [native('smallint'), ['3', "'1'::smallint"]],
    [native('jsonb'), ["'{}'::jsonb", '\'{"a": "it\'\'s"}\'::jsonb']],
    [native('integer[]'), ["'{}'::integer[]"]],
    [native('mood'), ["'ok'::mood"]],
    [native('timestamp(0) without time zone'), ['now()']],
  ],
  mssql: [
    [uuid, ['(newid())', '(newsequentialid())']],
    [boolean, ['((0))', '((1))', '(CONVERT([bit],(0)))']],
    [int, ['((0))', '((-1))', '(NEXT VALUE FOR [dbo].[seq])']],
    [bigint, ['((9007199254740993.))', '((1)+(2))']],
    [decimal(10, 2), ['((1.0))', '((0))']],
    [string(20), ["('x')", "(N'größe')", '(user_name())']],
    [text, ["(N'')", "('it''s')"]],
    [timestamp(3), ['(sysutcdatetime())', '(getdate())']],
    [native('datetime2(7)'), ['(sysutcdatetime())']],
    [native('money'), ['((0))', '((1.5))']],
    [native('varchar(50)'), ["('a')"]],
    [native('[Email Address]'), ["('a@b')"]],
  ],
};

const sometimes = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 2 });
const description = sometimes(
  fc.constantFrom(
    'Text.',
    `It's "long" ${'and long '.repeat(20)}`,
    'Two\nlines */ `x` {y}',
    '説明'.repeat(30),
  ),
);

function columnOf(name: string, dialect: Dialect): fc.Arbitrary<Column> {
  return fc
    .record({
      type: fc.constantFrom(...typed[dialect]),
      nullable: fc.boolean(),
      kind: fc.constantFrom('plain', 'plain', 'default', 'default', 'identity', 'computed'),
      pick: fc.nat(10),
      flag: fc.boolean(),
      collation: sometimes(fc.constantFrom('C', 'Latin1_General_BIN2')),
      description,
      domain: fc.nat(9),
    })
    .map(({ type: [type, defaults], nullable, kind, pick, flag, collation, description, domain }) => {
      const column: Column = {
        name,
        type: domain === 0 ? native('app.amount') : type,
        ...(domain === 0 ? { baseType: type } : {}),
        nullable,
        ...(collation === undefined || type.kind !== 'string' ? {} : { collation }),
        ...(description === undefined ? {} : { description }),
      };
      const sql = defaults[pick % defaults.length] ?? '';
      const named = flag ? { name: `DF_${name}_x` } : { name: `DF__${name}__3A81B327`, systemNamed: true };
      switch (kind) {
        case 'default':
          return {
            ...column,
            default: { ...(dialect === 'mssql' ? named : {}), expression: sql },
          };
        case 'identity': {
          if (domain === 0 || (type.kind !== 'int' && type.kind !== 'bigint')) return column;
          const always = dialect === 'postgres' && flag ? { always: true } : {};
          return { ...column, nullable: false, identity: { seed: pick, increment: 5, ...always } };
        }
        case 'computed':
          return { ...column, computed: { expression: '(a + 1)', persisted: flag } };
        default:
          return column;
      }
    });
}

/** The parts of a table, given its columns; names come from a counter, so that they never clash. */
function tableOf(name: string, columns: readonly Column[], dialect: Dialect): fc.Arbitrary<Table> {
  const names = columns.map((column) => column.name);
  const mssql = dialect === 'mssql';
  const some = fc.subarray(names, { minLength: 1, maxLength: Math.min(names.length, 3) });
  const storage = fc
    .record({
      fillFactor: sometimes(fc.constantFrom(70, 100)),
      systemNamed: mssql ? sometimes(fc.constant(true)) : fc.constant(undefined),
      disabled: sometimes(fc.constant(true)),
      compression: mssql ? sometimes(fc.constantFrom('page' as const)) : fc.constant(undefined),
      partition: mssql ? sometimes(fc.constant('ps(id)')) : fc.constant(undefined),
      ignoreDuplicates: mssql ? sometimes(fc.constant(true)) : fc.constant(undefined),
      deferrable: mssql ? fc.constant(undefined) : sometimes(fc.constant('initially deferred' as const)),
    })
    .map(withoutUndefined);
  const key = fc.tuple(some, storage, fc.boolean()).map(([keyColumns, rest, flag]) => ({
    columns: keyColumns,
    ...(flag && mssql ? { descending: keyColumns.slice(0, 1) } : {}),
    ...(flag ? {} : { include: names.filter((each) => !keyColumns.includes(each)).slice(0, 2) }),
    ...rest,
  }));
  const notNull = columns.filter((column) => !column.nullable).map((column) => column.name);
  const index = fc.tuple(some, storage, fc.nat(99)).map(([keyColumns, { deferrable: _, ...rest }, n]) => ({
    columns: [
      ...keyColumns.map((each, i) => ({
        name: each,
        descending: (n + i) % 2 === 0,
        ...(!mssql && n % 5 === 0 ? { nulls: 'first' as const } : {}),
        ...(!mssql && n % 7 === 0 ? { operatorClass: 'text_pattern_ops' } : {}),
        ...(!mssql && n % 9 === 0 ? { collation: 'C' } : {}),
      })),
      ...(!mssql && n % 4 === 0 ? [{ name: 'lower("a b")', descending: false, expression: true }] : []),
    ],
    include: n % 3 === 0 ? names.filter((each) => !keyColumns.includes(each)).slice(0, 1) : [],
    unique: n % 2 === 0,
    clustered: false,
    ...(n % 3 === 1 ? { filter: filters[dialect][n % filters[dialect].length] ?? '' } : {}),
    ...(!mssql && n % 11 === 0 ? { method: 'gin' } : {}),
    ...(!mssql && n % 13 === 0 ? { nullsNotDistinct: true } : {}),
    ...rest,
  }));
  const foreignKey = fc
    .tuple(
      some,
      fc.constantFrom(undefined, 'sales'),
      fc.constantFrom('no action', 'cascade', 'set null'),
      fc.nat(9),
    )
    .map(([keyColumns, schema, action, n]) => ({
      columns: keyColumns,
      references: {
        ...(schema === undefined ? {} : { schema }),
        table: 'Target Table',
        columns: keyColumns.map((_, i) => `c${i}`),
      },
      onDelete: action,
      onUpdate: n % 2 === 0 ? action : ('no action' as const),
      ...(!mssql && n === 1 ? { deferrable: 'initially immediate' as const } : {}),
      ...(mssql && n === 2 ? { systemNamed: true } : {}),
      ...(n === 3 ? { notTrusted: true } : {}),
      ...(mssql && n === 4 ? { disabled: true } : {}),
    }));
  const check = fc.tuple(fc.constantFrom(...checks(dialect, columns)), fc.nat(9)).map(([expression, n]) => ({
    expression,
    ...(mssql && n < 3 ? { systemNamed: true } : {}),
    ...(n === 5 ? { notTrusted: true } : {}),
  }));
  const many = <T extends object>(item: fc.Arbitrary<T>, prefix: string) =>
    fc
      .array(item, { maxLength: 2 })
      .map((items) => items.map((each, i) => ({ name: `${prefix} ${i}`, ...each })));
  return fc
    .record({
      description,
      primaryKey: sometimes(
        key.map((each) => ({
          ...each,
          name: each.columns.length === 1 ? `pk_${name}` : 'PK_odd',
          columns: each.columns.filter((column) => notNull.includes(column)),
          descending: [],
          ...(mssql ? { clustered: each.columns.length > 1 } : {}),
        })),
      ),
      uniques: many(key, 'uq'),
      indexes: many(index, 'ix'),
      foreignKeys: many(foreignKey, 'fk'),
      checks: many(check, 'ck'),
      temporal: mssql ? sometimes(fc.constant(true)) : fc.constant(undefined),
    })
    .map(({ primaryKey, ...rest }) => ({
      name,
      columns,
      ...withoutUndefined(rest),
      ...(primaryKey === undefined || primaryKey.columns.length === 0 ? {} : { primaryKey }),
      uniques: rest.uniques,
      indexes: rest.indexes,
      foreignKeys: rest.foreignKeys,
      checks: rest.checks,
    }));
}

const filters: Readonly<Record<Dialect, readonly string[]>> = {
  postgres: ['(is_deleted = false)', '(NOT is_deleted)', "((name)::text <> 'x'::text)", '(id > 5)'],
  mssql: ['([is_deleted]=(0))', "([name]<>'x')", '([id]>(5))', '([name] IS NOT NULL)'],
};

function checks(dialect: Dialect, columns: readonly Column[]): readonly string[] {
  const texts = columns.filter(({ type }) => type.kind === 'string' || type.kind === 'text');
  const quote = (name: string) => (dialect === 'mssql' ? `[${name}]` : `"${name.replaceAll('"', '""')}"`);
  const lists = texts.map(({ name, type }) =>
    dialect === 'mssql'
      ? `(${quote(name)}='c' OR ${quote(name)}='b' OR ${quote(name)}='a')`
      : type.kind === 'text'
        ? `(${quote(name)} = ANY (ARRAY['b'::text, 'a'::text]))`
        : `((${quote(name)})::text = ANY ((ARRAY['b'::character varying, 'a'::character varying])::text[]))`,
  );
  return dialect === 'mssql'
    ? [...lists, '([id]>=(0))', "([name] like 'a%')", '([a]+[b]>(1) AND [c] IS NOT NULL)']
    : [...lists, '(id >= 0)', `(name ~ '^[A-Z]+\\$'::text)`, `((length(name) > ${'1'.repeat(110)}))`];
}

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

type Defined<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

function withoutUndefined<T extends object>(value: T): Defined<T> {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as Defined<T>;
}
