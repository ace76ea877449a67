CREATE TABLE [parents] ([id] int not null, [code] nvarchar(10) not null)
GO
ALTER TABLE [parents] ADD CONSTRAINT [pk_parents] PRIMARY KEY CLUSTERED ([id])
GO
ALTER TABLE [children] ADD CONSTRAINT [fk_children_parent_id] FOREIGN KEY ([parent_id]) REFERENCES [parents] ([id]) ON DELETE CASCADE
GO
