ALTER TABLE [items] ADD CONSTRAINT [ck_items_id] CHECK ([id] > 0 AND [id] < 100)
GO
ALTER TABLE [items] ADD CONSTRAINT [ck_items_json] CHECK (ISJSON([name]) = 1)
GO
ALTER TABLE [items] ADD CONSTRAINT [ck_items_status] CHECK ([status] IN ('new', 'old'))
GO
ALTER TABLE [items] ADD CONSTRAINT [ck_items_text] CHECK (LEN([name]) > 2)
GO
