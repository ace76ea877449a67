DROP INDEX [ix_items_name] ON [items]
GO
DROP INDEX [ix_items_id] ON [items]
GO
