DROP INDEX [ix_items_index_id] ON [items]
GO
