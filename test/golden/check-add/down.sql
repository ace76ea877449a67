ALTER TABLE [items] DROP CONSTRAINT [ck_items_id]
GO
ALTER TABLE [items] DROP CONSTRAINT [ck_items_json]
GO
ALTER TABLE [items] DROP CONSTRAINT [ck_items_status]
GO
ALTER TABLE [items] DROP CONSTRAINT [ck_items_text]
GO
