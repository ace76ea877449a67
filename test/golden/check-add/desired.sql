CREATE TABLE [items] ([id] int not null, [tenant_id] int not null, [name] nvarchar(50) not null, [status] nvarchar(20) not null constraint ck_items_status check ([status] in ('new','old')), [is_deleted] bit not null)
GO
ALTER TABLE [items] ADD CONSTRAINT [ck_items_id] CHECK ([id] > 0 AND [id] < 100)
GO
ALTER TABLE [items] ADD CONSTRAINT [ck_items_json] CHECK (ISJSON([name]) = 1)
GO
ALTER TABLE [items] ADD CONSTRAINT [ck_items_text] CHECK (LEN([name]) > 2)
GO
