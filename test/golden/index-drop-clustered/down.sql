CREATE UNIQUE CLUSTERED INDEX [ix_items_id] ON [items] ([id])
GO
CREATE INDEX [ix_items_name] ON [items] ([name])
GO
