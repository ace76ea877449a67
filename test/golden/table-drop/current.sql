CREATE TABLE [customers] ([id] uniqueidentifier not null CONSTRAINT [df_customers_id] DEFAULT newid(), [index_id] bigint identity(1,1) not null, [created_at] datetime2(3) not null CONSTRAINT [df_customers_created_at] DEFAULT sysutcdatetime(), [updated_at] datetime2(3) not null CONSTRAINT [df_customers_updated_at] DEFAULT sysutcdatetime(), [is_deleted] bit not null CONSTRAINT [df_customers_is_deleted] DEFAULT 0, [name] nvarchar(255) not null, [plan] nvarchar(20) not null CONSTRAINT [df_customers_plan] DEFAULT 'trial' constraint ck_customers_plan check ([plan] in ('trial','paid')))
GO
IF EXISTS(SELECT * FROM sys.fn_listextendedproperty(N'MS_Description', N'Schema', N'dbo', N'Table', N'customers', NULL, NULL))
  EXEC sys.sp_updateextendedproperty N'MS_Description', N'Customers.', N'Schema', N'dbo', N'Table', N'customers'
ELSE
  EXEC sys.sp_addextendedproperty N'MS_Description', N'Customers.', N'Schema', N'dbo', N'Table', N'customers'
GO
IF EXISTS(SELECT * FROM sys.fn_listextendedproperty(N'MS_Description', N'Schema', N'dbo', N'Table', N'customers', N'Column', N'id'))
  EXEC sys.sp_updateextendedproperty N'MS_Description', N'Public identifier of the row.', N'Schema', N'dbo', N'Table', N'customers', N'Column', N'id'
ELSE
  EXEC sys.sp_addextendedproperty N'MS_Description', N'Public identifier of the row.', N'Schema', N'dbo', N'Table', N'customers', N'Column', N'id'
GO
ALTER TABLE [customers] ADD CONSTRAINT [uq_customers_name] UNIQUE ([name])
GO
CREATE UNIQUE CLUSTERED INDEX [ix_customers_index_id] ON [customers] ([index_id])
GO
ALTER TABLE [customers] ADD CONSTRAINT [pk_customers] PRIMARY KEY NONCLUSTERED ([id])
GO
CREATE INDEX [ix_customers_active] ON [customers] ([is_deleted], [name]) WHERE [is_deleted] = 0
GO
