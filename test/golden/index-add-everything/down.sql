DROP INDEX [ix_items_search] ON [items]
GO
