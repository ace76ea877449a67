DROP INDEX [ix_items_name] ON [items]
GO
