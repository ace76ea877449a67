DROP INDEX [ix_items_name] ON [items]
GO
CREATE INDEX [ix_items_name] ON [items] ([name]) WHERE [is_deleted] = 0
GO
