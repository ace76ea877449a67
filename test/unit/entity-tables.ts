import fc from 'fast-check';
import type { Column, Dialect, Table } from '../../src/schema/model.ts';
import { description, sometimes } from './entity-columns.ts';

/** The parts of a table, given its columns; names come from a counter, so that they never clash. */
export function tableOf(name: string, columns: readonly Column[], dialect: Dialect): fc.Arbitrary<Table> {
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

type Defined<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

function withoutUndefined<T extends object>(value: T): Defined<T> {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as Defined<T>;
}
