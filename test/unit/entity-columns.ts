import fc from 'fast-check';
import { type ColumnType, columnTypes } from '../../src/schema/column-type.ts';
import type { Column, Dialect } from '../../src/schema/model.ts';

const { bigint, boolean, decimal, int, native, string, text, timestamp, uuid } = columnTypes;

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

/** Undefined half of the time. */
export const sometimes = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 2 });

/** Of a table or a column, or none. */
export const description = sometimes(
  fc.constantFrom(
    'Text.',
    `It's "long" ${'and long '.repeat(20)}`,
    'Two\nlines */ `x` {y}',
    '説明'.repeat(30),
  ),
);

/** Any column of that name, with a default that its type may have. */
export function columnOf(name: string, dialect: Dialect): fc.Arbitrary<Column> {
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
