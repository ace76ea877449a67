ALTER TABLE [items] DROP CONSTRAINT [ck_items_status]
GO
ALTER TABLE [items] ADD CONSTRAINT [ck_items_status] CHECK ([status] IN ('new', 'old'))
GO
