import {
  bigint,
  boolean,
  decimal,
  type GoldenCase,
  type GoldenTable,
  int,
  native,
  string,
  text,
  timestamp,
  uuid,
} from '../support/golden.ts';

const newUuid = { mssql: 'newid()', postgres: 'gen_random_uuid()' };
const utcNow = { mssql: 'sysutcdatetime()', postgres: 'now()' };
const no = { mssql: '0', postgres: 'false' };
const live = { mssql: '[is_deleted] = 0', postgres: '"is_deleted" = false' };

/** A table as BaseEntity makes it. */
const base: GoldenTable = {
  description: 'Customers.',
  columns: {
    id: { type: uuid, default: newUuid, description: 'Public identifier of the row.' },
    index_id: { type: bigint, identity: { seed: 1, increment: 1 } },
    created_at: { type: timestamp(3), default: utcNow },
    updated_at: { type: timestamp(3), default: utcNow },
    is_deleted: { type: boolean, default: no },
    name: string(255),
    plan: { type: string(20), default: "'trial'" },
  },
  primaryKey: { name: 'pk_customers', columns: ['id'], clustered: false },
  uniques: { uq_customers_name: ['name'] },
  indexes: {
    ix_customers_index_id: { columns: ['index_id'], unique: true, clustered: true },
    ix_customers_active: { columns: ['is_deleted', 'name'], filter: live },
  },
  checks: { ck_customers_plan: "plan IN ('trial', 'paid')" },
};

const parent: GoldenTable = {
  columns: { id: int, code: string(10) },
  primaryKey: { name: 'pk_parents', columns: ['id'], clustered: true },
};
const child: GoldenTable = {
  columns: { id: int, parent_id: { type: int, nullable: true } },
  primaryKey: { name: 'pk_children', columns: ['id'] },
  foreignKeys: {
    fk_children_parent_id: {
      columns: ['parent_id'],
      references: { table: 'parents', columns: ['id'] },
      onDelete: 'cascade',
    },
  },
};

/** Two tables that refer to each other. */
const cycle = {
  departments: {
    columns: { id: int, head_id: { type: int, nullable: true } },
    primaryKey: { name: 'pk_departments', columns: ['id'] },
    foreignKeys: {
      fk_departments_head_id: { columns: ['head_id'], references: { table: 'people', columns: ['id'] } },
    },
  },
  people: {
    columns: { id: int, department_id: int },
    primaryKey: { name: 'pk_people', columns: ['id'] },
    foreignKeys: {
      fk_people_department_id: {
        columns: ['department_id'],
        references: { table: 'departments', columns: ['id'] },
      },
    },
  },
} satisfies Record<string, GoldenTable>;

const odd: GoldenTable = {
  description: "What's it? [it's odd]",
  columns: {
    'a.b': { type: int, description: 'Dots. Why?' },
    'x as y': string(10),
    'br[0]': { type: string(20), nullable: true, default: "'why?'" },
    "it's": { type: int, nullable: true },
    select: int,
  },
  primaryKey: { name: 'pk odd', columns: ['a.b', 'select'] },
  indexes: { 'ix odd?': { columns: ["it's", 'br[0]'], include: ['x as y'] } },
  checks: { 'ck odd': { mssql: "[br[0]]] <> 'a?b'", postgres: `"br[0]" <> 'a?b'` } },
};

export const tableCases: readonly GoldenCase[] = [
  { name: 'table-create-base', current: {}, desired: { customers: base } },
  {
    name: 'table-create-types',
    current: {},
    desired: {
      samples: {
        columns: {
          id: { type: int, identity: { seed: 100, increment: 10 } },
          flag: { type: boolean, nullable: true },
          amount: { type: decimal(18, 4), default: '1.50' },
          body: { type: text, nullable: true },
          moment: { type: timestamp(6), nullable: true },
          small: { type: native('smallint'), default: '-1' },
          day: { type: native('date'), nullable: true },
          greeting: { type: string(50), default: { mssql: "N'grüß dich'", postgres: "'grüß dich'" } },
          quoted: { type: string(50), default: "'it''s?'" },
          doubled: { type: int, nullable: true, computed: { mssql: '[id] * 2', postgres: '"id" * 2' } },
        },
      },
    },
  },
  { name: 'table-create-with-parent', current: {}, desired: { children: child, parents: parent } },
  { name: 'table-create-child', current: { parents: parent }, desired: { children: child, parents: parent } },
  { name: 'table-create-cycle', current: {}, desired: cycle },
  {
    name: 'table-create-self-reference',
    current: {},
    desired: {
      nodes: {
        columns: { id: int, above_id: { type: int, nullable: true } },
        primaryKey: { name: 'pk_nodes', columns: ['id'] },
        foreignKeys: {
          fk_nodes_above_id: { columns: ['above_id'], references: { table: 'nodes', columns: ['id'] } },
        },
      },
    },
  },
  {
    name: 'table-create-in-schema',
    current: { parents: parent },
    desired: {
      parents: parent,
      orders: {
        schema: 'sales',
        description: 'Orders.',
        columns: { id: int, parent_id: int },
        primaryKey: { name: 'pk_orders', columns: ['id'] },
        foreignKeys: {
          fk_orders_parent_id: { columns: ['parent_id'], references: { table: 'parents', columns: ['id'] } },
        },
      },
    },
  },
  {
    name: 'table-create-odd-names',
    current: {},
    desired: { 'odd [table]?': odd },
    notOnBabelfish: 'it does not read a bracket inside a name',
  },
  { name: 'table-drop', current: { customers: base }, desired: {} },
  { name: 'table-drop-with-parent', current: { children: child, parents: parent }, desired: {} },
  { name: 'table-drop-cycle', current: cycle, desired: {} },
  {
    name: 'table-drop-referenced',
    current: { children: child, parents: parent },
    desired: {
      children: { columns: child.columns, ...(child.primaryKey ? { primaryKey: child.primaryKey } : {}) },
    },
  },
  {
    name: 'table-rename',
    current: { children: child, parents: parent },
    desired: {
      children: {
        ...child,
        foreignKeys: {
          fk_children_parent_id: {
            columns: ['parent_id'],
            references: { table: 'owners', columns: ['id'] },
            onDelete: 'cascade',
          },
        },
      },
      owners: { ...parent, primaryKey: { name: 'pk_owners', columns: ['id'], clustered: true } },
    },
    renames: [{ kind: 'table', table: { schema: 'dbo', name: 'parents' }, to: 'owners' }],
  },
  {
    name: 'table-rename-with-defaults',
    current: { items: { columns: { id: int, size: { type: int, default: '((0))' } } } },
    desired: { things: { columns: { id: int, size: { type: int, default: '0' } } } },
    renames: [{ kind: 'table', table: { schema: 'dbo', name: 'items' }, to: 'things' }],
  },
  {
    name: 'table-describe',
    current: { parents: { ...parent, description: 'Old words.' } },
    desired: { parents: { ...parent, description: "New words: it's better?" } },
  },
];
