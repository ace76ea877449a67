import type { Table } from '../../src/schema/model.ts';

/** What SQL Server and Babelfish both run. */
export const commonScript = `
CREATE SCHEMA sales;
CREATE SCHEMA spare;
CREATE TYPE dbo.code FROM nvarchar(10) NOT NULL;
CREATE TABLE dbo.parents (
  gone int NULL,
  id uniqueidentifier NOT NULL CONSTRAINT df_parents_id DEFAULT newid() CONSTRAINT pk_parents PRIMARY KEY NONCLUSTERED,
  index_id bigint IDENTITY(5,2) NOT NULL,
  name nvarchar(50) NULL,
  short char(3) NULL,
  wide nvarchar(max) NULL,
  amount decimal(10,2) NOT NULL CONSTRAINT df_parents_amount DEFAULT 1.0,
  created datetime2(3) NOT NULL CONSTRAINT df_parents_created DEFAULT sysutcdatetime(),
  flag bit NOT NULL CONSTRAINT df_parents_flag DEFAULT 0,
  alias dbo.code,
  ratio real NULL,
  at time(3) NULL,
  twice AS (index_id * 2) PERSISTED,
  CONSTRAINT uq_parents_short_name UNIQUE (short, name),
  CONSTRAINT ck_parents_amount CHECK (amount > 0)
);
ALTER TABLE dbo.parents DROP COLUMN gone;
CREATE INDEX ix_parents_created ON dbo.parents (created DESC, name) INCLUDE (flag, amount);
CREATE UNIQUE INDEX ix_parents_index_id ON dbo.parents (index_id);
CREATE TABLE sales.children (
  id int IDENTITY(1,1) NOT NULL CONSTRAINT pk_children PRIMARY KEY NONCLUSTERED,
  parent_id uniqueidentifier NOT NULL CONSTRAINT fk_children_parent_id REFERENCES dbo.parents (id) ON DELETE CASCADE,
  parent_name nvarchar(50) NULL,
  parent_short char(3) NULL,
  CONSTRAINT fk_children_parent FOREIGN KEY (parent_short, parent_name) REFERENCES dbo.parents (short, name)
);
CREATE VIEW dbo.big_parents AS SELECT id FROM dbo.parents WHERE amount > 10;
CREATE FUNCTION sales.double_it(@a int) RETURNS int AS BEGIN RETURN @a * 2 END;
CREATE TRIGGER dbo.tr_parents ON dbo.parents AFTER INSERT AS BEGIN SET NOCOUNT ON END;
DISABLE TRIGGER dbo.tr_parents ON dbo.parents;
EXEC sp_addextendedproperty N'MS_Description', N'They have children.', N'SCHEMA', N'dbo', N'TABLE', N'parents';
EXEC sp_addextendedproperty N'MS_Description', N'It''s short.', N'SCHEMA', N'dbo', N'TABLE', N'parents', N'COLUMN', N'short';
CREATE TABLE dbo.quodsi_migrations (id int IDENTITY(1,1) NOT NULL);
CREATE TABLE dbo.quodsi_migrations_log (id int NULL);
`;

/** The tables of the script as SQL Server shows them, or with what Babelfish keeps to itself. */
export function commonTables(babelfish: boolean): readonly Table[] {
  const hidden = { hidden: 'engine' } as const;
  const ofDefault = (name: string, expression: string, onBabelfish: string) => ({
    default: babelfish ? { name: hidden, expression: onBabelfish } : { name, expression },
  });
  const stored = babelfish ? {} : { clustered: false };
  const filter = babelfish ? { filter: hidden } : {};
  return [
    {
      name: 'parents',
      description: 'They have children.',
      columns: [
        {
          name: 'id',
          type: { kind: 'uuid' },
          nullable: false,
          ...ofDefault('df_parents_id', '(newid())', 'newid()'),
        },
        { name: 'index_id', type: { kind: 'bigint' }, nullable: false, identity: { seed: 5, increment: 2 } },
        { name: 'name', type: { kind: 'string', length: 50 }, nullable: true },
        {
          name: 'short',
          type: { kind: 'native', sql: 'char(3)' },
          nullable: true,
          description: "It's short.",
        },
        { name: 'wide', type: { kind: 'text' }, nullable: true },
        {
          name: 'amount',
          type: { kind: 'decimal', precision: 10, scale: 2 },
          nullable: false,
          ...ofDefault('df_parents_amount', '((1.0))', '1.0'),
        },
        {
          name: 'created',
          type: { kind: 'timestamp', precision: 3 },
          nullable: false,
          ...ofDefault('df_parents_created', '(sysutcdatetime())', 'sysutcdatetime()'),
        },
        {
          name: 'flag',
          type: { kind: 'boolean' },
          nullable: false,
          ...ofDefault('df_parents_flag', '((0))', '0'),
        },
        {
          name: 'alias',
          type: { kind: 'native', sql: 'code' },
          baseType: { kind: 'string', length: 10 },
          nullable: false,
        },
        { name: 'ratio', type: { kind: 'native', sql: 'real' }, nullable: true },
        { name: 'at', type: { kind: 'native', sql: 'time(3)' }, nullable: true },
        {
          name: 'twice',
          type: { kind: 'bigint' },
          nullable: true,
          computed: { expression: babelfish ? '(index_id * 2)' : '([index_id]*(2))', persisted: true },
        },
      ],
      primaryKey: { name: 'pk_parents', columns: ['id'], ...stored },
      uniques: [{ name: 'uq_parents_short_name', columns: ['short', 'name'], ...stored }],
      indexes: [
        {
          name: 'ix_parents_created',
          columns: [
            { name: 'created', descending: true },
            { name: 'name', descending: false },
          ],
          include: ['amount', 'flag'],
          unique: false,
          clustered: false,
          ...filter,
        },
        {
          name: 'ix_parents_index_id',
          columns: [{ name: 'index_id', descending: false }],
          include: [],
          unique: true,
          clustered: false,
          ...filter,
        },
      ],
      foreignKeys: [],
      checks: [{ name: 'ck_parents_amount', expression: babelfish ? '((amount > 0))' : '([amount]>(0))' }],
    },
    {
      schema: 'sales',
      name: 'children',
      columns: [
        { name: 'id', type: { kind: 'int' }, nullable: false, identity: { seed: 1, increment: 1 } },
        { name: 'parent_id', type: { kind: 'uuid' }, nullable: false },
        { name: 'parent_name', type: { kind: 'string', length: 50 }, nullable: true },
        { name: 'parent_short', type: { kind: 'native', sql: 'char(3)' }, nullable: true },
      ],
      primaryKey: { name: 'pk_children', columns: ['id'], ...stored },
      uniques: [],
      indexes: [],
      foreignKeys: [
        {
          name: 'fk_children_parent',
          columns: ['parent_short', 'parent_name'],
          references: { table: 'parents', columns: ['short', 'name'] },
          onDelete: 'no action',
          onUpdate: 'no action',
        },
        {
          name: 'fk_children_parent_id',
          columns: ['parent_id'],
          references: { table: 'parents', columns: ['id'] },
          onDelete: 'cascade',
          onUpdate: 'no action',
        },
      ],
      checks: [],
    },
  ];
}

/** What only SQL Server itself runs, or shows. */
export const sqlServerScript = `
CREATE TABLE dbo.orders (
  a int NOT NULL,
  b int NOT NULL,
  c int NULL,
  CONSTRAINT pk_orders PRIMARY KEY NONCLUSTERED (a, b DESC)
);
CREATE UNIQUE CLUSTERED INDEX ix_orders_clustered ON dbo.orders (c, a);
CREATE INDEX ix_orders_filtered ON dbo.orders (b) WHERE b > 0 WITH (FILLFACTOR = 80, DATA_COMPRESSION = PAGE);
CREATE INDEX ix_orders_off ON dbo.orders (c);
ALTER INDEX ix_orders_off ON dbo.orders DISABLE;
CREATE TABLE dbo.targets (id int NOT NULL CONSTRAINT pk_targets PRIMARY KEY);
ALTER TABLE dbo.orders ADD CONSTRAINT fk_orders_b FOREIGN KEY (b) REFERENCES dbo.targets (id);
ALTER TABLE dbo.orders NOCHECK CONSTRAINT fk_orders_b;
ALTER TABLE dbo.orders WITH NOCHECK ADD CONSTRAINT ck_orders_a CHECK (a > 0);
CREATE TABLE dbo.kept (
  id int NOT NULL CONSTRAINT pk_kept PRIMARY KEY,
  valid_from datetime2 GENERATED ALWAYS AS ROW START NOT NULL,
  valid_to datetime2 GENERATED ALWAYS AS ROW END NOT NULL,
  PERIOD FOR SYSTEM_TIME (valid_from, valid_to)
) WITH (SYSTEM_VERSIONING = ON (HISTORY_TABLE = dbo.kept_history));
CREATE SEQUENCE sales.numbers AS int START WITH 5 INCREMENT BY 3 MAXVALUE 99 CYCLE;
CREATE FUNCTION sales.is_own(@a int) RETURNS TABLE WITH SCHEMABINDING AS RETURN SELECT 1 AS yes WHERE @a > 0;
CREATE SECURITY POLICY sales.own_rows ADD FILTER PREDICATE sales.is_own(a) ON dbo.orders WITH (STATE = OFF);
`;
