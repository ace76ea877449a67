CREATE TABLE [people] ([id] int not null, [at] datetime2(3) not null)
GO
ALTER TABLE [people] ADD CONSTRAINT [pk_people] PRIMARY KEY NONCLUSTERED ([id])
GO
