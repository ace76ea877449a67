ALTER TABLE [users] DROP CONSTRAINT [fk_users_item_id]
GO
ALTER TABLE [items] DROP CONSTRAINT [pk_items]
GO
ALTER TABLE [items] ADD CONSTRAINT [pk_items] PRIMARY KEY NONCLUSTERED ([id] DESC)
GO
ALTER TABLE [users] ADD CONSTRAINT [fk_users_item_id] FOREIGN KEY ([item_id]) REFERENCES [items] ([id])
GO
