import fc from 'fast-check';
import { columnTypes } from '../../src/schema/column-type.ts';
import type { Column, Dialect, Index, Schema, Table } from '../../src/schema/model.ts';

const { bigint, boolean, decimal, int, native, string, text, timestamp, uuid } = columnTypes;

const name = fc.constantFrom('a', 'b', 'Order', 'x y', 'é', 'n'.repeat(70));
const sometimes = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const type = fc.constantFrom(
  uuid,
  boolean,
  int,
  bigint,
  decimal(10, 2),
  string(20),
  string(30),
  text,
  timestamp(3),
  native('varchar(20)'),
  native('float(20)'),
  native('dbo.Email'),
);
const expression = fc.constantFrom(
  '0',
  '((0))',
  "'x'",
  '(b + 1) * 2',
  'a IN (1, 2)',
  '([a]=(2) OR [a]=(1))',
  'a ??? b',
);
const storage = fc.record(
  {
    systemNamed: fc.boolean(),
    clustered: fc.boolean(),
    disabled: fc.boolean(),
    ignoreDuplicates: fc.boolean(),
    fillFactor: fc.constantFrom(0, 80, 100),
    compression: fc.constantFrom('none', 'row', 'page'),
    partition: fc.constantFrom(null, 's(a)'),
  },
  { requiredKeys: [] },
);
const column: fc.Arbitrary<Column> = fc
  .record({
    name,
    type,
    nullable: fc.boolean(),
    collation: sometimes(fc.constantFrom(null, 'C', 'Latin1_General_BIN2')),
    default: sometimes(
      fc.oneof(
        fc.constant(null),
        fc.record({ name: fc.constantFrom('df_1', 'df_2'), systemNamed: fc.boolean(), expression }),
      ),
    ),
    identity: sometimes(
      fc.constantFrom(null, { seed: 1, increment: 1 }, { seed: 5, increment: 1, always: true }),
    ),
    computed: sometimes(fc.record({ expression, persisted: fc.boolean() })),
    description: sometimes(fc.constantFrom(null, '', 'Text.')),
  })
  .map(withoutUndefined);
const columnNames = fc.uniqueArray(name, { minLength: 1, maxLength: 3 });
const key = fc
  .tuple(name, columnNames, sometimes(columnNames), storage)
  .map(([called, columns, descending, rest]) =>
    withoutUndefined({ name: called, columns, descending, ...rest }),
  );
const index: fc.Arbitrary<Index> = fc
  .tuple(
    fc.record({
      name,
      columns: columnNames.chain((names) =>
        fc.tuple(...names.map((each) => fc.record({ name: fc.constant(each), descending: fc.boolean() }))),
      ),
      include: fc.uniqueArray(name, { maxLength: 2 }),
      unique: fc.boolean(),
      filter: sometimes(fc.oneof(fc.constant(null), expression)),
    }),
    storage,
  )
  .map(([own, rest]) => withoutUndefined({ ...own, ...rest, clustered: rest.clustered ?? false }));
const enforcement = { disabled: sometimes(fc.boolean()), notTrusted: sometimes(fc.boolean()) };
const action = fc.constantFrom('no action', 'cascade', 'set null');
const foreignKey = fc
  .record({
    name,
    systemNamed: sometimes(fc.boolean()),
    columns: columnNames,
    references: fc
      .record({ schema: sometimes(fc.constantFrom('s1', 's2')), table: name, columns: columnNames })
      .map(withoutUndefined),
    onDelete: action,
    onUpdate: action,
    ...enforcement,
  })
  .map(withoutUndefined);
const check = fc
  .record({ name, systemNamed: sometimes(fc.boolean()), expression, ...enforcement })
  .map(withoutUndefined);
const byName = { selector: (item: { name: string }) => item.name.toLowerCase(), maxLength: 3 };
const table: fc.Arbitrary<Table> = fc
  .record({
    schema: sometimes(fc.constantFrom('s1', 's2', 'dbo', 'public')),
    name,
    description: sometimes(fc.constantFrom(null, 'Text.')),
    columns: fc.uniqueArray(column, { ...byName, minLength: 1 }),
    primaryKey: sometimes(fc.oneof(fc.constant(null), key)),
    uniques: fc.uniqueArray(key, byName),
    indexes: fc.uniqueArray(index, byName),
    foreignKeys: fc.uniqueArray(foreignKey, byName),
    checks: fc.uniqueArray(check, byName),
    temporal: sometimes(fc.boolean()),
  })
  .map(withoutUndefined);
const sequence = fc.record({
  name,
  type: fc.constantFrom(int, bigint),
  start: fc.constantFrom('1', '5'),
  increment: fc.constant('1'),
  cycle: fc.boolean(),
});
const opaque = fc.record({
  kind: fc.constantFrom('view', 'trigger', 'security-policy'),
  name,
  hash: fc.constantFrom('h1', 'h2'),
});

/** Any schema of the dialect, with names that clash, quoted and long ones included. */
export function schemas(dialect: Dialect): fc.Arbitrary<Schema> {
  const usual = dialect === 'mssql' ? 'dbo' : 'public';
  return fc
    .record({
      dialect: fc.constant(dialect),
      origin: sometimes(fc.constantFrom('declared', 'database')),
      schemas: sometimes(fc.uniqueArray(fc.constantFrom('s1', 's2', 's3'))),
      tables: fc.uniqueArray(table, {
        selector: (item) => `${item.schema ?? usual}.${item.name.toLowerCase()}`,
        maxLength: 4,
      }),
      sequences: sometimes(fc.uniqueArray(sequence, byName)),
      opaques: sometimes(
        fc.uniqueArray(opaque, { ...byName, selector: (item) => `${item.kind}${item.name.toLowerCase()}` }),
      ),
    })
    .map(withoutUndefined);
}

type Defined<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

function withoutUndefined<T extends object>(value: T): Defined<T> {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as Defined<T>;
}
