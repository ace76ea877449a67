ALTER TABLE [users] DROP CONSTRAINT [fk_users_item]
GO
