DROP INDEX [ix_items_name] ON [items]
GO
CREATE INDEX [ix_items_name] ON [items] ([name], [id])
GO
