CREATE TABLE [items] ([id] int not null, [tenant_id] int not null, [name] nvarchar(50) not null, [status] nvarchar(20) not null, [is_deleted] bit not null)
GO
CREATE UNIQUE CLUSTERED INDEX [ix_items_tenant] ON [items] ([tenant_id], [id])
GO
ALTER TABLE [items] ADD CONSTRAINT [pk_items] PRIMARY KEY NONCLUSTERED ([id])
GO
CREATE INDEX [ix_items_name] ON [items] ([name])
GO
