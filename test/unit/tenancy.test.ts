import { BaseEntity, columnTypes, defineEntity, Tenant, toSchema, User } from 'quodsi-db';
import { describe, expect, test } from 'vitest';
import type { ForeignKey, Index, Schema, Table } from '../../src/schema/model.ts';
import { validateTenancy } from '../../src/validate/tenancy.ts';
import { tenancyRules } from '../../src/validate/tenancy-rules.ts';

const entities = [Tenant, User];
const declared = toSchema(entities, 'mssql');

/** A SQL Server that has what is declared, but for the change to `users`. */
function live(change: (users: Table) => Partial<Table>): Schema {
  const tables = declared.tables.map((table) =>
    table.name === 'users' ? { ...table, ...change(table) } : table,
  );
  return { ...declared, origin: 'database', tables };
}

const validate = (schema: Schema) => {
  const { findings } = validateTenancy(entities, declared, schema, { rules: tenancyRules });
  return findings.map(({ rule, object, message, advice }) => ({ rule, object, message, advice }));
};
const withKey = (facts: Partial<ForeignKey>) =>
  live(({ foreignKeys }) => ({
    foreignKeys: foreignKeys.map((key) => ({ ...key, ...facts })),
  }));
const withIndexes = (change: (index: Index) => Index[]) =>
  live(({ indexes }) => ({ uniques: [], indexes: indexes.flatMap(change) }));

describe('tenancy on SQL Server', () => {
  test('as declared: nothing; names in other letters are the same', () => {
    expect(validate(live(() => ({})))).toEqual([]);
    expect(
      validate(
        live(({ columns }) => ({
          name: 'Users',
          columns: columns.map((column) => ({ ...column, name: column.name.toUpperCase() })),
        })),
      ),
    ).toEqual([]);
  });

  test.each([
    ['is disabled', { disabled: true, notTrusted: true }],
    ['is not trusted: rows from before it may refer to no tenant', { notTrusted: true }],
  ])('a foreign key that %s', (what, facts) => {
    expect(validate(withKey(facts))).toEqual([
      {
        rule: 'tenant-foreign-key',
        object: 'dbo.users.fk_users_tenant_id',
        message: `fk_users_tenant_id of users ${what}`,
        advice: 'ALTER TABLE [dbo].[users] WITH CHECK CHECK CONSTRAINT [fk_users_tenant_id]',
      },
    ]);
  });

  test('a foreign key whose target the login may not see is no finding', () => {
    expect(validate(withKey({ references: { table: '', columns: [] } }))).toEqual([]);
  });

  test('a disabled index leads nothing', () => {
    expect(validate(withIndexes((index) => [{ ...index, disabled: true }]))).toMatchObject([
      {
        rule: 'tenant-index',
        object: 'dbo.users.tenant_id',
        advice: 'CREATE INDEX [ix_users_tenant_id] ON [dbo].[users] ([tenant_id])',
      },
    ]);
  });

  test('tenant_id of another type, nullable', () => {
    const schema = live(({ columns }) => ({
      columns: columns.map((column) =>
        column.name === 'tenant_id'
          ? { ...column, type: columnTypes.native('varchar(36)'), nullable: true }
          : column,
      ),
    }));
    expect(validate(schema)).toMatchObject([
      {
        rule: 'tenant-id-nullable',
        advice: 'ALTER TABLE [dbo].[users] ALTER COLUMN [tenant_id] varchar(36) NOT NULL',
      },
      {
        rule: 'tenant-id-type',
        advice: 'ALTER TABLE [dbo].[users] ALTER COLUMN [tenant_id] uniqueidentifier NULL',
      },
    ]);
  });
});

describe('unique keys and soft deletion', () => {
  const Model = defineEntity({
    table: 'models',
    scope: 'tenant',
    base: BaseEntity,
    columns: { name: { type: columnTypes.string(50) }, code: { type: columnTypes.string(9) } },
    indexes: [
      {
        columns: ['tenant_id', 'name'],
        unique: true,
        filter: { kind: 'equals', column: 'is_deleted', value: false },
      },
    ],
    uniques: [{ columns: ['code'], acrossTenants: true }],
  });
  const schema = toSchema([Tenant, Model], 'mssql');

  test('a filtered key gives way; one of all rows is a warning with the filtered form', () => {
    const { findings } = validateTenancy(
      [Tenant, Model],
      schema,
      { ...schema, origin: 'database' },
      { rules: tenancyRules },
    );
    expect(findings).toMatchObject([
      {
        rule: 'deleted-rows-block-keys',
        severity: 'warning',
        object: 'dbo.models.uq_models_code',
        advice: [
          'Correct the entity first, which declares it so.',
          'ALTER TABLE [dbo].[models] DROP CONSTRAINT [uq_models_code];',
          'CREATE UNIQUE INDEX [uq_models_code] ON [dbo].[models] ([code]) WHERE [is_deleted] = 0',
        ].join('\n'),
      },
    ]);
  });

  test('whom a key is unique among is no fact of the schema', () => {
    expect(JSON.stringify(toSchema([Tenant, User, Model], 'postgres'))).not.toContain('acrossTenants');
  });
});
