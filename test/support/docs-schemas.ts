import { Tenant } from '../../src/entities/tenant.ts';
import { toSchema } from '../../src/entities/to-schema.ts';
import { User } from '../../src/entities/user.ts';
import { columnTypes } from '../../src/schema/column-type.ts';
import type { Column, Dialect, ForeignKey, Schema, Table } from '../../src/schema/model.ts';

export const builtIn = (dialect: Dialect = 'postgres') => toSchema([Tenant, User], dialect);

/** A table with a key `id`, and what else is given. */
export function tableOf(name: string, rest: Partial<Table> = {}, more: readonly Column[] = []): Table {
  return {
    name,
    columns: [{ name: 'id', type: columnTypes.uuid, nullable: false }, ...more],
    primaryKey: { name: `pk_${name}`, columns: ['id'] },
    uniques: [],
    indexes: [],
    foreignKeys: [],
    checks: [],
    ...rest,
  };
}

export function foreignKeyOf(name: string, column: string, table: string, schema?: string): ForeignKey {
  return {
    name,
    columns: [column],
    references: { ...(schema === undefined ? {} : { schema }), table, columns: ['id'] },
    onDelete: 'no action',
    onUpdate: 'no action',
  };
}

/** Names that try to end whatever they stand in. */
export const hostileNames = [
  '</script><script>alert(1)</script>',
  `"quoted" 'twice' \`and\` \\again\\`,
  'a|b & c < d > e',
  '😀 família 表',
  'line\nbreak\u202eturned',
  '%%{init: {}}%% #35; direction TB',
  'uk',
  'end',
  '[x](javascript:alert(1)) ~~no~~ <!-- --> ]]>',
  '-1 leading',
] as const;

/** Tables whose names, columns, descriptions, checks and foreign keys are all hostile; each refers to the one before. */
export const hostile: Schema = {
  dialect: 'postgres',
  tables: hostileNames.map((name, index) => {
    const before = hostileNames[index - 1];
    const parent: Column = { name: `parent ${name}`, type: columnTypes.uuid, nullable: true };
    return tableOf(
      name,
      {
        schema: index % 2 === 0 ? 'public' : '"odd" <b>',
        description: `About ${name}`,
        checks: [{ name: `ck ${name}`, expression: `id::text <> '${name.replaceAll("'", "''")}'` }],
        indexes: [
          {
            name: `ix ${name}`,
            columns: [{ name: parent.name, descending: true }],
            include: [name],
            unique: false,
            clustered: false,
            filter: `"${name.replaceAll('"', '""')}" is null`,
          },
        ],
        foreignKeys:
          before === undefined
            ? []
            : [foreignKeyOf(`fk ${name}`, parent.name, before, index % 2 === 1 ? 'public' : '"odd" <b>')],
      },
      [
        parent,
        {
          name,
          type: columnTypes.native('"odd type"'),
          nullable: true,
          description: name,
          default: { expression: `'${name.replaceAll("'", "''")}'` },
        },
      ],
    );
  }),
};

/** The built-in schema as a database has it after some years: things lack, were added and altered. */
export function drifted(dialect: Dialect = 'postgres'): Schema {
  const { tables } = builtIn(dialect);
  return {
    dialect,
    origin: 'database',
    tables: [
      ...tables.map((table) => (table.name === 'users' ? driftedUsers(table) : table)),
      tableOf('old_stuff'),
    ],
  };
}

function driftedUsers(users: Table): Table {
  const kept = users.columns.filter(({ name }) => name !== 'login_count');
  return {
    ...users,
    columns: [
      ...kept.map((column) =>
        column.name === 'email' ? { ...column, type: columnTypes.string(100), nullable: true } : column,
      ),
      { name: 'nickname', type: columnTypes.string(50), nullable: true },
    ],
    indexes: users.indexes.filter(({ name }) => name !== 'ix_users_tenant_status'),
    foreignKeys: users.foreignKeys.map((key) => ({ ...key, onDelete: 'cascade' as const })),
  };
}

/** What is declared beside the built-in tables in tests of drift. */
export const projects = tableOf(
  'projects',
  { foreignKeys: [foreignKeyOf('fk_projects_tenant_id', 'tenant_id', 'tenants')] },
  [{ name: 'tenant_id', type: columnTypes.uuid, nullable: false }],
);
