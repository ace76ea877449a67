import { describe, expect, test } from 'vitest';
import { columnTypes } from '../../src/schema/column-type.ts';
import type { Column, Schema, Table } from '../../src/schema/model.ts';
import { applySettings } from '../../src/validate/finding.ts';
import { parseIgnorePattern } from '../../src/validate/ignore.ts';
import { type SchemaValidationOptions, validateSchema } from '../../src/validate/schema.ts';

const column = (name: string, more: Partial<Column> = {}): Column => ({
  name,
  type: columnTypes.int,
  nullable: false,
  ...more,
});

const declaredTable: Table = {
  name: 'items',
  columns: [
    column('id'),
    column('parent', { nullable: true }),
    column('size', { default: { name: 'df_items_size', expression: '1' } }),
  ],
  primaryKey: { name: 'pk_items', columns: ['id'], clustered: false },
  uniques: [],
  indexes: [
    {
      name: 'ix_items_size',
      columns: [{ name: 'size', descending: false }],
      include: [],
      unique: false,
      clustered: false,
      filter: '[size] > 1',
    },
  ],
  foreignKeys: [
    {
      name: 'fk_items_parent',
      columns: ['parent'],
      references: { table: 'items', columns: ['id'] },
      onDelete: 'no action',
      onUpdate: 'no action',
    },
  ],
  checks: [{ name: 'ck_items_size', expression: '[size] >= 0' }],
};
const desired: Schema = { dialect: 'mssql', tables: [declaredTable] };

const [id, parent, size] = declaredTable.columns as readonly [Column, Column, Column];
const [foreignKey] = declaredTable.foreignKeys;
const [check] = declaredTable.checks;
const [index] = declaredTable.indexes;

/** What is found on a SQL Server where the table has these members instead. */
function found(more: Partial<Table>, options?: SchemaValidationOptions) {
  const actual: Schema = { dialect: 'mssql', origin: 'database', tables: [{ ...declaredTable, ...more }] };
  return validateSchema(desired, actual, options).findings;
}

describe('on SQL Server', () => {
  test('nothing where nothing differs', () => {
    expect(found({})).toEqual([]);
  });

  test('a disabled foreign key, which is not trusted either, is one finding with one statement', () => {
    expect(
      found({ foreignKeys: foreignKey ? [{ ...foreignKey, disabled: true, notTrusted: true }] : [] }),
    ).toEqual([
      {
        rule: 'disabled-foreign-key',
        severity: 'error',
        object: 'dbo.items.fk_items_parent',
        message: 'foreign key dbo.items.fk_items_parent exists, but is not in force',
        expected: 'enabled',
        actual: 'disabled',
        advice: 'ALTER TABLE [dbo].[items] WITH CHECK CHECK CONSTRAINT [fk_items_parent]',
      },
    ]);
  });

  test('an untrusted check', () => {
    expect(found({ checks: check ? [{ ...check, notTrusted: true }] : [] })).toMatchObject([
      {
        rule: 'untrusted-check',
        expected: 'trusted',
        actual: 'not trusted',
        advice: 'ALTER TABLE [dbo].[items] WITH CHECK CHECK CONSTRAINT [ck_items_size]',
      },
    ]);
  });

  test('a disabled index', () => {
    expect(found({ indexes: index ? [{ ...index, disabled: true }] : [] })).toMatchObject([
      { rule: 'disabled-index', advice: 'ALTER INDEX [ix_items_size] ON [dbo].[items] REBUILD' },
    ]);
  });

  test('a clustered primary key, which is built anew', () => {
    expect(found({ primaryKey: { name: 'pk_items', columns: ['id'], clustered: true } })).toMatchObject([
      {
        rule: 'different-primary-key',
        expected: 'nonclustered',
        actual: 'clustered',
        advice:
          'ALTER TABLE [dbo].[items] DROP CONSTRAINT [pk_items];\nALTER TABLE [dbo].[items] ADD CONSTRAINT [pk_items] PRIMARY KEY NONCLUSTERED ([id])',
      },
    ]);
  });

  test('a default that the server named', () => {
    const named = { name: 'DF__items__size__1A2B', systemNamed: true, expression: '((1))' };
    expect(found({ columns: [id, parent, { ...size, default: named }] })).toEqual([
      {
        rule: 'unnamed-default',
        severity: 'warning',
        object: 'dbo.items.size',
        message: 'default of dbo.items.size has a name that the server made up',
        expected: 'df_items_size',
        actual: 'DF__items__size__1A2B',
        advice: "EXEC sys.sp_rename N'[dbo].[DF__items__size__1A2B]', N'df_items_size', N'OBJECT'",
      },
    ]);
  });

  test('a default with another value goes before it comes', () => {
    expect(
      found({ columns: [id, parent, { ...size, default: { name: 'df_old', expression: '((2))' } }] }),
    ).toMatchObject([
      {
        rule: 'different-default',
        expected: '1',
        actual: '((2))',
        advice:
          'ALTER TABLE [dbo].[items] DROP CONSTRAINT [df_old];\nALTER TABLE [dbo].[items] ADD CONSTRAINT [df_items_size] DEFAULT 1 FOR [size]',
      },
    ]);
  });

  test('another type: the default, which is in the way, goes before and comes after', () => {
    const text = columnTypes.string(9);
    const advice = (name: string, expression: string) =>
      found({ columns: [id, parent, { ...size, type: text, default: { name, expression } }] }).map(
        (finding) => finding.advice,
      );
    expect(advice('df_items_size', '((1))')).toEqual([
      'ALTER TABLE [dbo].[items] DROP CONSTRAINT [df_items_size];\nALTER TABLE [dbo].[items] ALTER COLUMN [size] int NOT NULL;\nALTER TABLE [dbo].[items] ADD CONSTRAINT [df_items_size] DEFAULT 1 FOR [size]',
    ]);
    expect(advice('df_old', "('x')")).toEqual([
      'ALTER TABLE [dbo].[items] DROP CONSTRAINT [df_old];\nALTER TABLE [dbo].[items] ALTER COLUMN [size] int NOT NULL',
      'ALTER TABLE [dbo].[items] ADD CONSTRAINT [df_items_size] DEFAULT 1 FOR [size]',
    ]);
  });

  test('what the login may not see is a finding, and never equal', () => {
    const hidden = { hidden: 'permission' } as const;
    const unseen = found(
      {
        checks: [{ name: 'ck_items_size', expression: hidden }],
        foreignKeys: foreignKey ? [{ ...foreignKey, references: { table: '', columns: [] } }] : [],
        columns: [id, parent, { ...size, default: { name: 'df_items_size', expression: hidden } }],
      },
      { login: 'app]1' },
    );
    expect(unseen.map(({ rule, object }) => [rule, object])).toEqual([
      ['hidden-definition', 'dbo.items.size'],
      ['hidden-definition', 'dbo.items.ck_items_size'],
      ['hidden-definition', 'dbo.items.fk_items_parent'],
    ]);
    expect(unseen[0]?.advice).toBe('GRANT VIEW DEFINITION TO [app]]1]');
  });

  test('what the engine does not show is skipped', () => {
    const hidden = { hidden: 'engine' } as const;
    const actual: Schema = {
      dialect: 'mssql',
      origin: 'database',
      tables: [{ ...declaredTable, indexes: index ? [{ ...index, filter: hidden }] : [] }],
    };
    const { findings, skipped } = validateSchema(desired, actual, { blindSpots: ['sequences'] });
    expect(findings).toEqual([]);
    expect(skipped).toEqual([
      { rule: '*', object: '*', fact: 'sequences' },
      { rule: 'different-index', object: 'dbo.items.ix_items_size', fact: 'filter', expected: '[size] > 1' },
    ]);
  });

  test('an expression that cannot be read is an info, whatever the config makes of the rule', () => {
    const unsure = found({ checks: [{ name: 'ck_items_size', expression: '[size] >=>= 0 @@' }] });
    expect(unsure).toMatchObject([{ rule: 'different-check', severity: 'info', confidence: 'low' }]);
    const severities = (setting: 'error' | 'off') =>
      applySettings({ findings: unsure, skipped: [] }, { 'different-check': setting }).findings.map(
        ({ severity }) => severity,
      );
    expect(severities('error')).toEqual(['info']);
    expect(severities('off')).toEqual([]);
  });
});

test.each([
  ['audit.*', ['audit.log', 'audit.log.id'], ['public.audit', 'audits.log']],
  ['audit', ['audit.log', 'audit.log.id'], ['public.audit']],
  ['*.*_archive', ['public.users_archive', 'x.a_archive.id'], ['public.users']],
  ['public.users.ix_*', ['public.users.ix_a', 'PUBLIC.USERS.IX_A'], ['public.users', 'public.user.ix_a']],
  ['**.id', ['public.users.id', 'a.id'], ['public.users.id2']],
  ['public.user?', ['public.users', 'public.users.id'], ['public.user', 'public.user.s']],
])('ignoring %s', (pattern, fits, others) => {
  const matches = parseIgnorePattern(pattern);
  expect(fits.filter((object) => !matches(object))).toEqual([]);
  expect(others.filter(matches)).toEqual([]);
});

test.each(['', ' ', 'a..b', 'a.b.c.d', 'a[b', 'a{b', '.a', '!a', 'a,b'])(
  'a pattern %j is refused',
  (pattern) => {
    expect(() => parseIgnorePattern(pattern)).toThrow(RangeError);
  },
);
