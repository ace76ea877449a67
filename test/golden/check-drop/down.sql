ALTER TABLE [items] ADD CONSTRAINT [ck_items_id] CHECK (([id]>(0) OR [tenant_id]>(0)))
GO
