CREATE UNIQUE INDEX [ix_items_search] ON [items] ([tenant_id], [name] DESC) INCLUDE ([id], [status]) WHERE [is_deleted] = 0 AND [status] IN ('a', 'b')
GO
