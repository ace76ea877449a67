ALTER TABLE [items] DROP CONSTRAINT [ck_items_id]
GO
