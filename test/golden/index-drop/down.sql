CREATE INDEX [ix_items_name] ON [items] ([name]) WHERE [name] IS NOT NULL
GO
