ALTER TABLE [users] ADD CONSTRAINT [fk_users_item] FOREIGN KEY ([tenant_id], [item_id]) REFERENCES [items] ([tenant_id], [id])
GO
