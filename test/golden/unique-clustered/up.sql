ALTER TABLE [items] ADD CONSTRAINT [uq_items_name] UNIQUE CLUSTERED ([name], [id] DESC)
GO
