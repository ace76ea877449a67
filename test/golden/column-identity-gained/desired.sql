CREATE TABLE [people] ([id] int not null, [number] int identity(1,1) not null)
GO
ALTER TABLE [people] ADD CONSTRAINT [pk_people] PRIMARY KEY NONCLUSTERED ([id])
GO
