ALTER TABLE [items] DROP CONSTRAINT [uq_items_name]
GO
ALTER TABLE [items] ADD CONSTRAINT [uq_items_name] UNIQUE NONCLUSTERED ([name], [tenant_id])
GO
