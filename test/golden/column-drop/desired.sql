CREATE TABLE [people] ([id] int not null, [note] nvarchar(max) null)
GO
ALTER TABLE [people] ADD CONSTRAINT [pk_people] PRIMARY KEY NONCLUSTERED ([id])
GO
