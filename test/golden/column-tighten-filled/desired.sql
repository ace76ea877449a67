CREATE TABLE [people] ([id] int not null, [email] nvarchar(100) not null)
GO
ALTER TABLE [people] ADD CONSTRAINT [pk_people] PRIMARY KEY NONCLUSTERED ([id])
GO
