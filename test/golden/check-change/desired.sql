CREATE TABLE [items] ([id] int not null, [tenant_id] int not null, [name] nvarchar(50) not null, [status] nvarchar(20) not null constraint ck_items_status check ([status] in ('new','old','gone')), [is_deleted] bit not null)
GO
