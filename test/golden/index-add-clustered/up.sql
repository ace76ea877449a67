CREATE CLUSTERED INDEX [ix_items_index_id] ON [items] ([tenant_id])
GO
