CREATE TABLE [children] ([id] int not null, [parent_id] int null)
GO
ALTER TABLE [children] ADD CONSTRAINT [pk_children] PRIMARY KEY NONCLUSTERED ([id])
GO
