CREATE TABLE [people] ([id] int not null, [first] nvarchar(20) not null, [last] nvarchar(20) not null)
GO
ALTER TABLE [people] ADD CONSTRAINT [pk_people] PRIMARY KEY NONCLUSTERED ([id])
GO
