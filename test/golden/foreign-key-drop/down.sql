ALTER TABLE [users] ADD CONSTRAINT [fk_users_item_id] FOREIGN KEY ([item_id]) REFERENCES [items] ([id])
GO
