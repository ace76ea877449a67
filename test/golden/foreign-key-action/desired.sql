CREATE TABLE [items] ([id] int not null, [tenant_id] int not null, [name] nvarchar(50) not null, [status] nvarchar(20) not null, [is_deleted] bit not null)
GO
ALTER TABLE [items] ADD CONSTRAINT [pk_items] PRIMARY KEY NONCLUSTERED ([id])
GO
CREATE TABLE [users] ([id] int not null, [item_id] int not null, CONSTRAINT [fk_users_item_id] FOREIGN KEY ([item_id]) REFERENCES [items] ([id]) ON UPDATE cascade ON DELETE cascade)
GO
