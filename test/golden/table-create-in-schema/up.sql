CREATE SCHEMA [sales]
GO
CREATE TABLE [sales].[orders] ([id] int not null, [parent_id] int not null, CONSTRAINT [fk_orders_parent_id] FOREIGN KEY ([parent_id]) REFERENCES [parents] ([id]))
GO
IF EXISTS(SELECT * FROM sys.fn_listextendedproperty(N'MS_Description', N'Schema', N'sales', N'Table', N'orders', NULL, NULL))
  EXEC sys.sp_updateextendedproperty N'MS_Description', N'Orders.', N'Schema', N'sales', N'Table', N'orders'
ELSE
  EXEC sys.sp_addextendedproperty N'MS_Description', N'Orders.', N'Schema', N'sales', N'Table', N'orders'
GO
ALTER TABLE [sales].[orders] ADD CONSTRAINT [pk_orders] PRIMARY KEY NONCLUSTERED ([id])
GO
