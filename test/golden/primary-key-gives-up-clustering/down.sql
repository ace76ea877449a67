ALTER TABLE [items] DROP CONSTRAINT [pk_items]
GO
DROP INDEX [ix_items_tenant] ON [items]
GO
ALTER TABLE [items] ADD CONSTRAINT [pk_items] PRIMARY KEY CLUSTERED ([id])
GO
