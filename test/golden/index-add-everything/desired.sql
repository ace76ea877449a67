CREATE TABLE [items] ([id] int not null, [tenant_id] int not null, [name] nvarchar(50) not null, [status] nvarchar(20) not null, [is_deleted] bit not null)
GO
CREATE UNIQUE INDEX [ix_items_search] ON [items] ([tenant_id], [name] DESC) INCLUDE ([id], [status]) WHERE [is_deleted] = 0 AND [status] IN ('a', 'b')
GO
