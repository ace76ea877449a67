CREATE TABLE [parents] ([id] int not null)
GO
ALTER TABLE [parents] ADD CONSTRAINT [pk_parents] PRIMARY KEY NONCLUSTERED ([id])
GO
CREATE TABLE [people] ([id] int not null)
GO
ALTER TABLE [people] ADD CONSTRAINT [pk_people] PRIMARY KEY NONCLUSTERED ([id])
GO
