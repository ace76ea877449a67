import { boolean, type GoldenCase, type GoldenTable, int, string } from '../support/golden.ts';

const columns = { id: int, tenant_id: int, name: string(50), status: string(20), is_deleted: boolean };
const items = (parts: Partial<GoldenTable>) => ({ items: { columns, ...parts } });
const parts = (
  name: string,
  from: Partial<GoldenTable>,
  to: Partial<GoldenTable>,
  rest: Partial<GoldenCase> = {},
): GoldenCase => ({ name, current: items(from), desired: items(to), ...rest });

const primaryKey = { name: 'pk_items', columns: ['id'], clustered: false };
const unseen = { notOnBabelfish: 'it does not show what is clustered, filtered, disabled or trusted' };
const notDeleted = { mssql: '[is_deleted] = 0', postgres: '"is_deleted" = false' };

const users: GoldenTable = {
  columns: { id: int, item_id: int },
  foreignKeys: {
    fk_users_item_id: { columns: ['item_id'], references: { table: 'items', columns: ['id'] } },
  },
};
const withUsers = (from: Partial<GoldenTable>, usersTable: GoldenTable = users) => ({
  ...items({ primaryKey, ...from }),
  users: usersTable,
});
const key = (more: Partial<NonNullable<GoldenTable['foreignKeys']>[string]> = {}) => ({
  ...users,
  foreignKeys: {
    fk_users_item_id: { columns: ['item_id'], references: { table: 'items', columns: ['id'] }, ...more },
  },
});

export const keyCases: readonly GoldenCase[] = [
  parts('primary-key-add', {}, { primaryKey }),
  parts('primary-key-drop', { primaryKey }, {}),
  parts('primary-key-rename', { primaryKey }, { primaryKey: { ...primaryKey, name: 'pk_things' } }),
  parts(
    'primary-key-columns',
    { primaryKey },
    { primaryKey: { ...primaryKey, columns: ['tenant_id', 'id'] } },
  ),
  parts(
    'primary-key-gives-up-clustering',
    { primaryKey: { ...primaryKey, clustered: true }, indexes: { ix_items_name: { columns: ['name'] } } },
    {
      primaryKey,
      indexes: {
        ix_items_name: { columns: ['name'] },
        ix_items_tenant: { columns: ['tenant_id', 'id'], unique: true, clustered: true },
      },
    },
    unseen,
  ),
  {
    name: 'primary-key-under-foreign-key',
    current: withUsers({}),
    desired: withUsers({ primaryKey: { ...primaryKey, descending: ['id'] } }),
    notOnBabelfish: 'it does not show the direction of a key',
  },
  parts('unique-add', { primaryKey }, { primaryKey, uniques: { uq_items_name: ['tenant_id', 'name'] } }),
  parts('unique-drop', { uniques: { uq_items_name: ['name'] } }, {}),
  parts(
    'unique-columns',
    { uniques: { uq_items_name: ['name'] } },
    { uniques: { uq_items_name: ['name', 'tenant_id'] } },
  ),
  parts('unique-rename', { uniques: { uq_old: ['name'] } }, { uniques: { uq_items_name: ['name'] } }),
  parts(
    'unique-clustered',
    { primaryKey },
    {
      primaryKey,
      uniques: { uq_items_name: { columns: ['name', 'id'], descending: ['id'], clustered: true } },
    },
    unseen,
  ),
  parts('index-add', {}, { indexes: { ix_items_name: { columns: ['name'] } } }),
  parts(
    'index-add-everything',
    {},
    {
      indexes: {
        ix_items_search: {
          columns: ['tenant_id', { name: 'name', descending: true }],
          include: ['status', 'id'],
          unique: true,
          filter: {
            mssql: "[is_deleted] = 0 AND [status] IN ('a', 'b')",
            postgres: `"is_deleted" = false AND "status" IN ('a', 'b')`,
          },
        },
      },
    },
  ),
  parts(
    'index-add-clustered',
    { primaryKey, indexes: { ix_items_name: { columns: ['name'] } } },
    {
      primaryKey,
      indexes: {
        ix_items_name: { columns: ['name'] },
        ix_items_index_id: { columns: ['tenant_id'], clustered: true },
      },
    },
    unseen,
  ),
  parts(
    'index-drop-clustered',
    {
      primaryKey,
      indexes: {
        ix_items_id: { columns: ['id'], unique: true, clustered: true },
        ix_items_name: { columns: ['name'] },
      },
    },
    { primaryKey },
    unseen,
  ),
  parts(
    'index-filter',
    { indexes: { ix_items_name: { columns: ['name'] } } },
    {
      indexes: { ix_items_name: { columns: ['name'], filter: notDeleted } },
    },
    unseen,
  ),
  parts(
    'index-filter-as-stored',
    { indexes: { ix_items_name: { columns: ['name'], filter: '([is_deleted]=(0))' } } },
    {
      indexes: { ix_items_name: { columns: ['name', 'id'], filter: notDeleted } },
    },
  ),
  parts(
    'index-include',
    { indexes: { ix_items_name: { columns: ['name'], include: ['status'] } } },
    {
      indexes: { ix_items_name: { columns: ['name'], include: ['id', 'status'] } },
    },
  ),
  parts(
    'index-direction',
    { indexes: { ix_items_name: { columns: ['name', 'id'] } } },
    {
      indexes: { ix_items_name: { columns: ['name', { name: 'id', descending: true }] } },
    },
    { notOnBabelfish: 'it does not show the direction of a key' },
  ),
  parts(
    'index-rename',
    { indexes: { ix_old: { columns: ['name'] } } },
    { indexes: { ix_items_name: { columns: ['name'] } } },
    {
      notOnBabelfish: 'it shows the names of indexes mangled',
    },
  ),
  parts(
    'index-drop',
    { indexes: { ix_items_name: { columns: ['name'], filter: '([name] IS NOT NULL)' } } },
    {},
    unseen,
  ),
  {
    name: 'foreign-key-add',
    current: { ...items({ primaryKey }), users: { columns: users.columns } },
    desired: withUsers({}),
  },
  {
    name: 'foreign-key-drop',
    current: withUsers({}),
    desired: { ...items({ primaryKey }), users: { columns: users.columns } },
  },
  {
    name: 'foreign-key-action',
    current: withUsers({}),
    desired: withUsers({}, key({ onDelete: 'cascade', onUpdate: 'cascade' })),
  },
  {
    name: 'foreign-key-rename',
    current: withUsers({}),
    desired: withUsers(
      {},
      {
        ...users,
        foreignKeys: {
          fk_users_thing: { columns: ['item_id'], references: { table: 'items', columns: ['id'] } },
        },
      },
    ),
  },
  {
    name: 'foreign-key-trust',
    current: withUsers({}, key({ notTrusted: true })),
    desired: withUsers({}, key()),
    ...unseen,
  },
  {
    name: 'foreign-key-two-columns',
    current: {
      ...items({ uniques: { uq_items: ['tenant_id', 'id'] } }),
      users: { columns: { tenant_id: int, item_id: int } },
    },
    desired: {
      ...items({ uniques: { uq_items: ['tenant_id', 'id'] } }),
      users: {
        columns: { tenant_id: int, item_id: int },
        foreignKeys: {
          fk_users_item: {
            columns: ['tenant_id', 'item_id'],
            references: { table: 'items', columns: ['tenant_id', 'id'] },
          },
        },
      },
    },
  },
  parts(
    'check-add',
    {},
    {
      checks: {
        ck_items_status: "status IN ('new', 'old')",
        ck_items_id: { mssql: '[id] > 0 AND [id] < 100', postgres: '"id" > 0 AND "id" < 100' },
        ck_items_json: {
          mssql: 'ISJSON([name]) = 1',
          postgres: `json_typeof(("name")::json) IN ('object', 'array')`,
        },
        ck_items_text: { mssql: 'LEN([name]) > 2', postgres: 'length("name") > 2' },
      },
    },
  ),
  parts(
    'check-change',
    { checks: { ck_items_status: "([status]='old' OR [status]='new')" } },
    {
      checks: { ck_items_status: "status IN ('new', 'old', 'gone')" },
    },
  ),
  parts('check-rename', { checks: { ck_old: '([id]>(0))' } }, { checks: { ck_items_id: 'id > 0' } }),
  parts('check-drop', { checks: { ck_items_id: '([id]>(0) OR [tenant_id]>(0))' } }, {}),
  parts(
    'check-enable',
    { checks: { ck_items_id: { expression: '([id]>(0))', disabled: true, notTrusted: true } } },
    {
      checks: { ck_items_id: 'id > 0' },
    },
    unseen,
  ),
];
