ALTER TABLE [items] DROP CONSTRAINT [pk_items]
GO
CREATE UNIQUE CLUSTERED INDEX [ix_items_tenant] ON [items] ([tenant_id], [id])
GO
ALTER TABLE [items] ADD CONSTRAINT [pk_items] PRIMARY KEY NONCLUSTERED ([id])
GO
