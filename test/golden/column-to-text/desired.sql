CREATE TABLE [people] ([id] int not null, [name] nvarchar(max) not null)
GO
ALTER TABLE [people] ADD CONSTRAINT [pk_people] PRIMARY KEY NONCLUSTERED ([id])
GO
