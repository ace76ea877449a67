ALTER TABLE [items] ADD CONSTRAINT [uq_items_name] UNIQUE NONCLUSTERED ([tenant_id], [name])
GO
