CREATE TABLE [parents] ([id] int not null, [code] nvarchar(10) not null)
GO
ALTER TABLE [parents] ADD CONSTRAINT [pk_parents] PRIMARY KEY CLUSTERED ([id])
GO
CREATE TABLE [children] ([id] int not null, [parent_id] int null, CONSTRAINT [fk_children_parent_id] FOREIGN KEY ([parent_id]) REFERENCES [parents] ([id]) ON DELETE cascade)
GO
ALTER TABLE [children] ADD CONSTRAINT [pk_children] PRIMARY KEY NONCLUSTERED ([id])
GO
