import {
  bigint,
  boolean,
  decimal,
  type GoldenCase,
  type GoldenTable,
  int,
  string,
  text,
  timestamp,
  uuid,
} from '../support/golden.ts';

type Columns = GoldenTable['columns'];

/** A table `people` with a key and these columns. */
const people = (columns: Columns, more: Partial<GoldenTable> = {}) => ({
  people: { primaryKey: { name: 'pk_people', columns: ['id'] }, ...more, columns: { id: int, ...columns } },
});

/** People before and after. */
const change = (
  name: string,
  from: Columns,
  to: Columns,
  more: Partial<GoldenTable> = {},
  rest: Partial<GoldenCase> = {},
): GoldenCase => ({ name, current: people(from, more), desired: people(to, more), ...rest });

const nullable = (type = int as NonNullable<Extract<Columns[string], { type?: unknown }>['type']>) => ({
  type,
  nullable: true,
});

export const columnCases: readonly GoldenCase[] = [
  change('column-add-nullable', {}, { phone: nullable(string(30)) }),
  change('column-add-with-default', {}, { score: { type: int, default: '0' } }),
  change(
    'column-add-several',
    {},
    {
      active: { type: boolean, default: { mssql: '1', postgres: 'true' }, description: 'Whether it works.' },
      code: { type: uuid, default: { mssql: 'newid()', postgres: 'gen_random_uuid()' } },
      note: { ...nullable(text), description: "It's a note?" },
    },
    {},
    { notOnBabelfish: 'it adds one named default at a time' },
  ),
  change('column-add-not-null', {}, { email: string(255) }),
  change(
    'column-add-not-null-filled',
    {},
    { email: string(255) },
    {},
    { backfills: { 'people.email': 'unknown?' } },
  ),
  change('column-add-identity', {}, { number: { type: bigint, identity: { seed: 1, increment: 1 } } }),
  change(
    'column-add-computed',
    { first: string(20), last: string(20) },
    {
      first: string(20),
      last: string(20),
      full: {
        type: string(41),
        nullable: true,
        computed: { mssql: "[first] + ' ' + [last]", postgres: `"first" || ' ' || "last"` },
        description: 'Both names.',
      },
    },
    {},
    { notOnBabelfish: 'it takes the joining of strings for something that may change' },
  ),
  change('column-drop', { phone: nullable(string(30)), note: nullable(text) }, { note: nullable(text) }),
  change('column-drop-with-default', { score: { type: int, default: '((0))' } }, {}),
  {
    name: 'column-drop-with-everything',
    current: {
      parents: { columns: { id: int }, primaryKey: { name: 'pk_parents', columns: ['id'] } },
      ...people(
        { parent_id: int, size: int, doubled: { ...nullable(), computed: '[size] * 2' } },
        {
          uniques: { uq_people_size: ['size'] },
          indexes: { ix_people_parent_id: { columns: ['parent_id'], include: ['size'] } },
          foreignKeys: {
            fk_people_parent_id: {
              columns: ['parent_id'],
              references: { table: 'parents', columns: ['id'] },
            },
          },
          checks: { ck_people_size: '([size]>(0))' },
        },
      ),
    },
    desired: {
      parents: { columns: { id: int }, primaryKey: { name: 'pk_parents', columns: ['id'] } },
      ...people({}),
    },
  },
  change(
    'column-rename',
    { phone: string(30) },
    { phone_number: string(30) },
    {},
    {
      renames: [
        { kind: 'column', table: { schema: 'dbo', name: 'people' }, column: 'phone', to: 'phone_number' },
      ],
    },
  ),
  {
    name: 'column-rename-with-dependents',
    current: people(
      {
        kind: { type: string(20), default: "('a')" },
        loud: { ...nullable(string(20)), computed: '(upper([kind]))' },
      },
      {
        indexes: { ix_people_kind: { columns: ['kind'], filter: "([kind]='a')" } },
        checks: { ck_people_kind: "([kind]='b' OR [kind]='a')" },
        uniques: { uq_people_kind: ['kind'] },
      },
    ),
    desired: people(
      {
        sort: { type: string(20), default: "'a'" },
        loud: { ...nullable(string(20)), computed: { mssql: 'upper([sort])', postgres: 'upper("sort")' } },
      },
      {
        indexes: {
          ix_people_kind: { columns: ['sort'], filter: { mssql: "[sort] = 'a'", postgres: `"sort" = 'a'` } },
        },
        checks: { ck_people_kind: { mssql: "[sort] IN ('a', 'b')", postgres: `"sort" IN ('a', 'b')` } },
        uniques: { uq_people_kind: ['sort'] },
      },
    ),
    renames: [{ kind: 'column', table: { schema: 'dbo', name: 'people' }, column: 'kind', to: 'sort' }],
  },
  change('column-widen', { name: string(50) }, { name: string(100) }),
  change(
    'column-widen-under-index',
    { name: string(50) },
    { name: string(100) },
    {
      indexes: { ix_people_name: { columns: ['name'] } },
      uniques: { uq_people_name: ['name'] },
    },
  ),
  {
    name: 'column-widen-under-primary-key',
    current: {
      codes: {
        columns: { code: string(10) },
        primaryKey: { name: 'pk_codes', columns: ['code'], clustered: true },
      },
      uses: {
        columns: { code: string(10) },
        foreignKeys: {
          fk_uses_code: { columns: ['code'], references: { table: 'codes', columns: ['code'] } },
        },
      },
    },
    desired: {
      codes: {
        columns: { code: string(20) },
        primaryKey: { name: 'pk_codes', columns: ['code'], clustered: true },
      },
      uses: {
        columns: { code: string(20) },
        foreignKeys: {
          fk_uses_code: { columns: ['code'], references: { table: 'codes', columns: ['code'] } },
        },
      },
    },
  },
  change('column-narrow', { name: string(100) }, { name: string(50) }),
  change('column-to-text', { name: string(100) }, { name: text }),
  change(
    'column-int-to-bigint',
    { size: { type: int, default: '((0))' } },
    { size: { type: bigint, default: '0' } },
    {
      indexes: { ix_people_size: { columns: ['size', 'id'], unique: true } },
      checks: { ck_people_size: { mssql: '[size] >= 0', postgres: '"size" >= 0' } },
    },
  ),
  change('column-decimal-precision', { price: decimal(10, 2) }, { price: decimal(12, 4) }),
  change('column-timestamp-precision', { at: timestamp(6) }, { at: timestamp(3) }),
  change(
    'column-retype-under-computed',
    { size: int, doubled: { ...nullable(bigint), computed: '([size]*(2))', description: 'Twice.' } },
    {
      size: bigint,
      doubled: {
        ...nullable(bigint),
        computed: { mssql: '[size] * 2', postgres: '"size" * 2' },
        description: 'Twice.',
      },
    },
  ),
  change('column-replace', { ref: uuid }, { ref: int }),
  change(
    'column-identity-gained',
    { number: int },
    { number: { type: int, identity: { seed: 1, increment: 1 } } },
  ),
  change(
    'column-identity-lost',
    { number: { type: int, identity: { seed: 1, increment: 1 } } },
    { number: int },
  ),
  change(
    'column-computed-changed',
    { size: int, more: { ...nullable(), computed: '([size]+(1))' } },
    { size: int, more: { ...nullable(), computed: { mssql: '[size] + 2', postgres: '"size" + 2' } } },
  ),
  change('column-tighten', { email: nullable(string(100)) }, { email: string(100) }),
  change(
    'column-tighten-filled',
    { email: nullable(string(100)) },
    { email: string(100) },
    {},
    {
      backfills: { 'people.email': 'none' },
    },
  ),
  change(
    'column-loosen-under-index',
    { size: int },
    { size: nullable() },
    {
      indexes: { ix_people_size: { columns: ['size'] } },
    },
  ),
  change('default-add', { size: int }, { size: { type: int, default: '7' } }),
  change('default-drop', { size: { type: int, default: '((7))' } }, { size: int }),
  change(
    'default-change',
    { kind: { type: string(10), default: "('a')" } },
    { kind: { type: string(10), default: "'b'" } },
  ),
  change(
    'default-change-per-engine',
    { at: { type: timestamp(3), default: '(getdate())' } },
    {
      at: {
        type: timestamp(3),
        default: { mssql: 'dateadd(day, 1, sysutcdatetime())', postgres: "now() + interval '1 day'" },
      },
    },
    {},
    { notOnBabelfish: 'it stores dateadd in words of its own' },
  ),
  change(
    'default-rename',
    { size: { type: int, default: '((7))', defaultName: 'df_old' } },
    { size: { type: int, default: '7' } },
    {},
    { notOnBabelfish: 'it forgets the names of defaults' },
  ),
  change(
    'column-describe',
    { size: { type: int, description: 'Old.' }, note: { ...nullable(text), description: 'Gone.' } },
    {
      size: { type: int, description: "It's new?" },
      note: { ...nullable(text), description: '' },
    },
  ),
];
