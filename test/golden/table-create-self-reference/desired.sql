CREATE TABLE [nodes] ([id] int not null, [above_id] int null)
GO
ALTER TABLE [nodes] ADD CONSTRAINT [pk_nodes] PRIMARY KEY NONCLUSTERED ([id])
GO
ALTER TABLE [nodes] ADD CONSTRAINT [fk_nodes_above_id] FOREIGN KEY ([above_id]) REFERENCES [nodes] ([id])
GO
