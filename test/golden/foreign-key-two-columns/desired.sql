CREATE TABLE [items] ([id] int not null, [tenant_id] int not null, [name] nvarchar(50) not null, [status] nvarchar(20) not null, [is_deleted] bit not null)
GO
ALTER TABLE [items] ADD CONSTRAINT [uq_items] UNIQUE ([tenant_id], [id])
GO
CREATE TABLE [users] ([tenant_id] int not null, [item_id] int not null, CONSTRAINT [fk_users_item] FOREIGN KEY ([tenant_id], [item_id]) REFERENCES [items] ([tenant_id], [id]))
GO
