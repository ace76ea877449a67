ALTER TABLE [users] DROP CONSTRAINT [fk_users_item_id]
GO
