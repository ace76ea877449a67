CREATE TABLE [people] ([id] int not null, [phone] nvarchar(30) null)
GO
ALTER TABLE [people] ADD CONSTRAINT [pk_people] PRIMARY KEY NONCLUSTERED ([id])
GO
