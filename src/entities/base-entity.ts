import { columnTypes } from '../schema/column-type.ts';
import { expressions } from '../schema/expression.ts';
import type { ForeignKey } from '../schema/model.ts';
import { foreignKeyName, indexName, primaryKeyName } from '../schema/names.ts';
import type { AbstractEntity, EntityIndex, Row } from './entity.ts';

/** The table whose rows are the tenants. */
export const tenantsTable = 'tenants';

const identity = {
  id: {
    type: columnTypes.uuid,
    default: expressions.newUuid,
    description: 'Public identifier of the row.',
  },
  index_id: {
    type: columnTypes.bigint,
    identity: { seed: 1, increment: 1 },
    description: 'Sequence number that the rows are stored by.',
  },
} as const;

const tenantId = { type: columnTypes.uuid, description: 'Tenant that the row belongs to.' } as const;

const noTenantId = {
  type: columnTypes.uuid,
  nullable: true,
  description: 'Not used: the row belongs to no tenant.',
} as const;

const lifecycle = {
  created_at: {
    type: columnTypes.timestamp(3),
    default: expressions.now,
    description: 'When the row was created, in UTC.',
  },
  updated_at: {
    type: columnTypes.timestamp(3),
    default: expressions.now,
    description: 'When the row was last changed, in UTC.',
  },
  is_deleted: {
    type: columnTypes.boolean,
    default: false,
    description: 'Whether the row is soft-deleted.',
  },
} as const;

/** The filter of every index that serves live rows. */
export const notDeleted = expressions.equals('is_deleted', false);

/**
 * What every table of the platform has. A table in scope `tenant` belongs to `tenants` by a foreign key; one in
 * scope `global`, as `tenants` itself, has a tenant_id that may be null and refers to nothing.
 */
export const BaseEntity = {
  tenant: {
    columns: { ...identity, tenant_id: tenantId, ...lifecycle },
    objects: (table) => ({
      primaryKey: primaryKey(table),
      indexes: [
        insertionOrder(table),
        filtered(indexName(table, ['tenant_active']), ['tenant_id', 'is_deleted', 'index_id']),
        filtered(indexName(table, ['tenant_id_lookup']), ['tenant_id', 'id']),
      ],
      foreignKeys: [tenantKey(table)],
    }),
  },
  global: {
    columns: { ...identity, tenant_id: noTenantId, ...lifecycle },
    objects: (table) => ({
      primaryKey: primaryKey(table),
      indexes: [insertionOrder(table), filtered(indexName(table, ['active']), ['is_deleted'])],
      foreignKeys: [],
    }),
  },
} as const satisfies AbstractEntity;

/** The columns that every row has: those of a tenant-scoped table, where `tenant_id` is never null. */
export type BaseEntity = Row<(typeof BaseEntity)['tenant']>;

// A random uuid is a poor order to store rows in: each insert would split a page somewhere. So the rows are
// clustered by insertion, and the primary key is a second index.
function primaryKey(table: string) {
  return { name: primaryKeyName(table), columns: ['id'], clustered: false };
}

function insertionOrder(table: string): EntityIndex {
  return {
    name: indexName(table, ['index_id']),
    columns: [{ name: 'index_id', descending: false }],
    include: [],
    unique: true,
    clustered: true,
  };
}

function filtered(name: string, columns: readonly string[]): EntityIndex {
  return {
    name,
    columns: columns.map((column) => ({ name: column, descending: false })),
    include: [],
    unique: false,
    clustered: false,
    filter: notDeleted,
  };
}

function tenantKey(table: string): ForeignKey {
  return {
    name: foreignKeyName(table, ['tenant_id']),
    columns: ['tenant_id'],
    references: { table: tenantsTable, columns: ['id'] },
    onDelete: 'no action',
    onUpdate: 'no action',
  };
}
