import { columnTypes } from '../../src/schema/column-type.ts';
import type {
  Check,
  Column,
  ForeignKey,
  Index,
  PrimaryKey,
  Schema,
  Server,
  Table,
  UniqueConstraint,
} from '../../src/schema/model.ts';

const { bigint, boolean, native, string, uuid } = columnTypes;
const server: Server = {
  engine: 'mssql',
  defaultSchema: 'dbo',
  collation: 'SQL_Latin1_General_CP1_CI_AS',
  caseSensitive: false,
};

const wantedColumns: readonly Column[] = [
  { name: 'id', type: uuid, nullable: false, default: { name: 'df_people_id', expression: 'newid()' } },
  { name: 'index_id', type: bigint, nullable: false, identity: { seed: 1, increment: 1 } },
  { name: 'tenant_id', type: uuid, nullable: false },
  { name: 'name', type: string(50), nullable: true, description: 'Name.' },
  {
    name: 'is_deleted',
    type: boolean,
    nullable: false,
    default: { name: 'df_people_is_deleted', expression: '0' },
  },
];
export const wanted: Table = {
  name: 'people',
  columns: wantedColumns,
  primaryKey: { name: 'pk_people', columns: ['id'], clustered: false },
  uniques: [{ name: 'uq_people_name', columns: ['tenant_id', 'name'] }],
  indexes: [
    {
      name: 'ix_people_index_id',
      columns: [{ name: 'index_id', descending: false }],
      include: [],
      unique: true,
      clustered: true,
    },
    {
      name: 'ix_people_active',
      columns: [
        { name: 'tenant_id', descending: false },
        { name: 'name', descending: true },
      ],
      include: ['id', 'is_deleted'],
      unique: false,
      clustered: false,
      filter: '[is_deleted] = 0',
    },
  ],
  foreignKeys: [
    {
      name: 'fk_people_tenant_id',
      columns: ['tenant_id'],
      references: { table: 'tenants', columns: ['id'] },
      onDelete: 'no action',
      onUpdate: 'no action',
    },
  ],
  checks: [{ name: 'ck_people_name', expression: "[name] IN ('a', 'b', 'c')" }],
};

export const liveColumns: readonly Column[] = [
  {
    name: 'id',
    type: native('uniqueidentifier'),
    nullable: false,
    default: { name: 'df_people_id', expression: '(newid())' },
  },
  { name: 'index_id', type: native('bigint'), nullable: false, identity: { seed: 1, increment: 1 } },
  { name: 'tenant_id', type: native('uniqueidentifier'), nullable: false },
  {
    name: 'name',
    type: native('nvarchar(50)'),
    nullable: true,
    collation: 'SQL_Latin1_General_CP1_CI_AS',
    description: 'Name.',
  },
  {
    name: 'is_deleted',
    type: native('bit'),
    nullable: false,
    default: { name: 'df_people_is_deleted', expression: '((0))' },
  },
];
export const livePrimaryKey: PrimaryKey = { name: 'pk_people', columns: ['id'], clustered: false };
export const liveUnique: UniqueConstraint = {
  name: 'uq_people_name',
  columns: ['tenant_id', 'name'],
  clustered: false,
};
export const liveClustered: Index = {
  name: 'ix_people_index_id',
  columns: [{ name: 'index_id', descending: false }],
  include: [],
  unique: true,
  clustered: true,
};
export const liveActive: Index = {
  name: 'ix_people_active',
  columns: [
    { name: 'tenant_id', descending: false },
    { name: 'name', descending: true },
  ],
  include: ['is_deleted', 'id'],
  unique: false,
  clustered: false,
  filter: '([is_deleted]=(0))',
};
export const liveForeignKey: ForeignKey = {
  name: 'fk_people_tenant_id',
  columns: ['tenant_id'],
  references: { table: 'tenants', columns: ['id'] },
  onDelete: 'no action',
  onUpdate: 'no action',
};
export const liveCheck: Check = {
  name: 'ck_people_name',
  expression: "([name]='c' OR [name]='b' OR [name]='a')",
};

export const live: Table = {
  name: 'people',
  columns: liveColumns,
  primaryKey: livePrimaryKey,
  uniques: [liveUnique],
  indexes: [liveClustered, liveActive],
  foreignKeys: [liveForeignKey],
  checks: [liveCheck],
};

export const declared: Schema = { dialect: 'mssql', origin: 'declared', tables: [wanted] };
export const database = (table: Partial<Table>, on: Partial<Server> = {}): Schema => ({
  dialect: 'mssql',
  origin: 'database',
  server: { ...server, ...on },
  schemas: ['dbo'],
  tables: [{ ...live, ...table }],
});
export const column = (name: string, change: Partial<Column>) =>
  liveColumns.map((each) => (each.name === name ? { ...each, ...change } : each));
