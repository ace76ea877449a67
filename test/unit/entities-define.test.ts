import { describe, expect, expectTypeOf, test } from 'vitest';
import { BaseEntity } from '../../src/entities/base-entity.ts';
import { defineEntity } from '../../src/entities/define-entity.ts';
import type { Row } from '../../src/entities/entity.ts';
import type { EntityDefinition } from '../../src/entities/entity-definition.ts';
import type { Tenant } from '../../src/entities/tenant.ts';
import { toSchema } from '../../src/entities/to-schema.ts';
import type { User } from '../../src/entities/user.ts';
import { exitCodes, QuodsiDbError } from '../../src/errors.ts';
import { columnTypes } from '../../src/schema/column-type.ts';
import { expressions } from '../../src/schema/expression.ts';

const label = { type: columnTypes.string(50) } as const;
const number = { type: columnTypes.int } as const;
const plain: EntityDefinition = { table: 'models', scope: 'global', columns: { label, number } };
const based: EntityDefinition = { table: 'models', scope: 'tenant', base: BaseEntity, columns: { label } };

/** What `define` refuses. The definitions are typed loosely, as those of a caller in plain JavaScript are. */
function refusal(definition: EntityDefinition): QuodsiDbError {
  try {
    defineEntity(definition);
  } catch (error) {
    if (error instanceof QuodsiDbError) return error;
    throw error;
  }
  throw new Error('the definition was accepted');
}

describe('inheritance', () => {
  const Model = defineEntity({
    table: 'models',
    scope: 'tenant',
    base: BaseEntity,
    columns: { label },
    uniques: [{ columns: ['tenant_id', 'label'] }],
    indexes: [
      {
        columns: ['tenant_id', { name: 'label', descending: true }],
        include: ['updated_at'],
        filter: expressions.equals('is_deleted', false),
      },
    ],
    foreignKeys: [
      { columns: ['label'], references: { table: 'labels', columns: ['id'] }, onDelete: 'cascade' },
    ],
  });

  test('what an entity adds comes after what it inherits', () => {
    const inherited = ['id', 'index_id', 'tenant_id', 'created_at', 'updated_at', 'is_deleted'];
    expect(Object.keys(Model.columns).toSorted()).toEqual([...inherited, 'label'].toSorted());
    expect(Object.keys(Model.columns).at(-1)).toBe('label');
    expect(Model.primaryKey).toEqual({ name: 'pk_models', columns: ['id'], clustered: false });
    expect(Model.uniques).toEqual([{ name: 'uq_models_tenant_id_label', columns: ['tenant_id', 'label'] }]);
    expect(Model.indexes.map((index) => index.name)).toEqual([
      'ix_models_index_id',
      'ix_models_tenant_active',
      'ix_models_tenant_id_lookup',
      'ix_models_tenant_id_label',
    ]);
    expect(Model.indexes[3]).toEqual({
      name: 'ix_models_tenant_id_label',
      columns: [
        { name: 'tenant_id', descending: false },
        { name: 'label', descending: true },
      ],
      include: ['updated_at'],
      unique: false,
      clustered: false,
      filter: { kind: 'equals', column: 'is_deleted', value: false },
    });
    expect(Model.foreignKeys.map((key) => [key.name, key.onDelete, key.onUpdate])).toEqual([
      ['fk_models_tenant_id', 'no action', 'no action'],
      ['fk_models_label', 'cascade', 'no action'],
    ]);
  });

  test('the base is left as it was, and has no table', () => {
    expect(BaseEntity.tenant.objects('models').indexes).toHaveLength(3);
    expect(Object.keys(BaseEntity.tenant.columns)).toHaveLength(6);
    expect(BaseEntity).not.toHaveProperty('table');
  });

  test('a global entity has a tenant_id that may be null and refers to nothing', () => {
    const Plan = defineEntity({ table: 'plans', scope: 'global', base: BaseEntity, columns: { label } });
    expect(Plan.columns.tenant_id.nullable).toBe(true);
    expect(Plan.foreignKeys).toEqual([]);
    expect(Plan.indexes.map((index) => index.name)).toEqual(['ix_plans_index_id', 'ix_plans_active']);
  });

  test.each<[string, EntityDefinition, string]>([
    ['a column', { ...based, columns: { label, is_deleted: number } }, 'is_deleted'],
    ['a column in other letters', { ...based, columns: { label, ID: number } }, 'ID'],
    ['the primary key', { ...based, primaryKey: { columns: ['label'] } }, 'pk_models'],
    [
      'the name of an index',
      { ...based, indexes: [{ name: 'ix_models_index_id', columns: ['label'] }] },
      'ix_models_index_id',
    ],
    [
      'the name of the foreign key',
      {
        ...based,
        foreignKeys: [{ columns: ['tenant_id'], references: { table: 'others', columns: ['id'] } }],
      },
      'fk_models_tenant_id',
    ],
  ])('refuses to redefine %s of the base', (_what, definition, named) => {
    const error = refusal(definition);
    expect(error.code).toBe('ENTITY_REDEFINES_BASE');
    expect(error.message).toBe(`entity models declares again what its base already has: ${named}`);
    expect(error.exitCode).toBe(exitCodes.config);
    expect(error.hint).toContain('inherited');
  });
});

describe('a bad definition is refused', () => {
  const long = 'x'.repeat(129);
  test.each<[EntityDefinition, string]>([
    [{ ...plain, columns: {} }, 'has no columns'],
    [{ ...plain, scope: 'tenant' }, 'tenant-scoped and has no column tenant_id'],
    [{ ...plain, table: '' }, 'a name is empty'],
    [{ ...plain, table: long }, `${long} is longer than 128 characters`],
    [{ ...plain, columns: { label, Label: number } }, 'two columns named Label'],
    [
      { ...plain, columns: { label: { type: columnTypes.native({ mssql: 'xml' } as unknown as string) } } },
      'a native type needs its name',
    ],
    [{ ...plain, indexes: [{ columns: ['nope'] }] }, 'ix_models_nope names the column nope, which does not'],
    [{ ...plain, indexes: [{ columns: ['label'], include: ['nope'] }] }, 'names the column nope'],
    [
      { ...plain, indexes: [{ columns: ['label'], filter: expressions.equals('nope', 1) }] },
      'names the column nope',
    ],
    [{ ...plain, indexes: [{ columns: [] }] }, 'has no columns'],
    [{ ...plain, indexes: [{ columns: ['label', 'label'] }] }, 'names the column label twice'],
    [{ ...plain, uniques: [{ columns: ['nope'] }] }, 'uq_models_nope names the column nope'],
    [{ ...plain, uniques: [{ columns: ['toString'] }] }, 'names the column toString'],
    [{ ...plain, primaryKey: { columns: ['nope'] } }, 'pk_models names the column nope'],
    [
      { ...plain, columns: { a: { ...number, nullable: true } }, primaryKey: { columns: ['a'] } },
      'the primary key has the nullable column a',
    ],
    [{ ...plain, checks: [{ condition: expressions.sql('nope > 0', ['nope']) }] }, 'names the column nope'],
    [
      { ...plain, uniques: [{ columns: ['label'] }, { columns: ['label'] }] },
      'two keys, indexes, checks or defaults named uq_models_label',
    ],
    [
      {
        ...plain,
        columns: { label: { ...label, default: '' } },
        checks: [{ name: 'df_models_label', condition: expressions.sql('true') }],
      },
      'two keys, indexes, checks or defaults named df_models_label',
    ],
    [
      {
        ...plain,
        primaryKey: { columns: ['number'], clustered: true },
        indexes: [{ columns: ['label'], clustered: true }],
      },
      'pk_models and ix_models_label are both clustered',
    ],
    [
      { ...plain, foreignKeys: [{ columns: ['label'], references: { table: 't', columns: ['a', 'b'] } }] },
      'fk_models_label has another number of columns',
    ],
    [{ ...plain, columns: { a: { type: JSON.parse('null') } } }, 'column a: has no type'],
    [
      { ...plain, columns: { a: { ...number, ...{ nulable: true } } } },
      'column a: has no option nulable; there are',
    ],
    [{ ...plain, columns: { a: { type: columnTypes.string(5000) } } }, 'column a: a string has a length'],
    [{ ...plain, columns: { a: { ...number, default: 'x' } } }, 'column a: the default "x" does not fit'],
    [{ ...plain, columns: { a: { ...number, default: true } } }, 'column a: the default true does not fit'],
    [{ ...plain, columns: { a: { ...label, default: 'x'.repeat(51) } } }, 'does not fit'],
    [{ ...plain, columns: { a: { type: columnTypes.boolean, default: 0 } } }, 'the default 0 does not fit'],
    [{ ...plain, columns: { a: { ...label, default: expressions.now } } }, 'only a timestamp'],
    [{ ...plain, columns: { a: { ...label, default: expressions.newUuid } } }, 'only a uuid'],
    [{ ...plain, columns: { a: { ...label, oneOf: ['x'], default: 'y' } } }, 'not among its values'],
    [{ ...plain, columns: { a: { ...label, oneOf: [] } } }, 'oneOf allows no value'],
    [{ ...plain, columns: { a: { ...number, json: true } } }, 'oneOf and json are for text'],
    [{ ...plain, columns: { a: { ...label, neverNegative: true } } }, 'neverNegative is for numbers'],
    [{ ...plain, columns: { a: { ...number, mayBeFuture: true } } }, 'mayBeFuture is for timestamps'],
    [{ ...plain, columns: { a: { ...label, identity: { seed: 1, increment: 1 } } } }, 'int or bigint'],
    [
      { ...plain, columns: { a: { ...number, nullable: true, identity: { seed: 1, increment: 1 } } } },
      'cannot be null',
    ],
    [
      { ...plain, columns: { a: { ...number, default: 1, identity: { seed: 1, increment: 1 } } } },
      'an identity has no default',
    ],
  ])('%#: %o', (definition, message) => {
    const error = refusal(definition);
    expect(error.code).toBe('ENTITY_INVALID');
    expect([error.message, ...error.details].join('\n')).toContain(message);
    expect(error.exitCode).toBe(exitCodes.config);
    expect(error.hint).toBeDefined();
  });

  test('every fault is told at once', () => {
    const error = refusal({ ...plain, uniques: [{ columns: ['x'] }, { columns: ['y'] }] });
    expect(error.message).toBe('entity models: uq_models_x names the column x, which does not exist');
    expect(error.details).toEqual(['uq_models_y names the column y, which does not exist']);
  });

  test('two entities of one table', () => {
    const Model = defineEntity(plain);
    const again = defineEntity({ ...plain, table: 'Models' });
    const elsewhere = defineEntity({ ...plain, schema: 'app' });
    expect(toSchema([Model, elsewhere], 'postgres').tables.map((t) => [t.schema, t.name])).toEqual([
      [undefined, 'models'],
      ['app', 'models'],
    ]);
    expect(() => toSchema([Model, again], 'postgres')).toThrowError('two entities declare the table Models');
  });
});

test('an entity without a base has only what is written', () => {
  const Part = defineEntity({
    table: 'parts',
    scope: 'global',
    columns: { number, label, other: { type: columnTypes.native('xml'), nullable: true } },
    primaryKey: { columns: ['number'] },
    checks: [{ condition: expressions.sql('number > 0', ['number']) }],
  });
  expect(Part).toEqual({
    table: 'parts',
    scope: 'global',
    deletedRowsKeepKeys: false,
    columns: { number, label, other: { type: { kind: 'native', sql: 'xml' }, nullable: true } },
    primaryKey: { name: 'pk_parts', columns: ['number'] },
    uniques: [],
    indexes: [],
    foreignKeys: [],
    checks: [
      {
        name: 'ck_parts_number',
        condition: { kind: 'sql', mssql: 'number > 0', postgres: 'number > 0', columns: ['number'] },
      },
    ],
  });
  expectTypeOf<Row<typeof Part>>().toEqualTypeOf<{
    readonly number: number;
    readonly label: string;
    readonly other: unknown;
  }>();
});

test('the row type follows from the columns', () => {
  expectTypeOf<User['tenant_id']>().toEqualTypeOf<string>();
  expectTypeOf<Tenant['tenant_id']>().toEqualTypeOf<string | null>();
  expectTypeOf<User['login_count']>().toEqualTypeOf<number>();
  expectTypeOf<User['last_login_at']>().toEqualTypeOf<Date | null>();
  expectTypeOf<User['is_deleted']>().toEqualTypeOf<boolean>();
  expectTypeOf<User['index_id']>().toEqualTypeOf<number | string | bigint>();
  expectTypeOf<Tenant['max_storage_gb']>().toEqualTypeOf<number | string>();
  expectTypeOf<Tenant['plan_type']>().toEqualTypeOf<'trial' | 'starter' | 'professional' | 'enterprise'>();
});
