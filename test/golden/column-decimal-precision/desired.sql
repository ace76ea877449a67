CREATE TABLE [people] ([id] int not null, [price] decimal(12, 4) not null)
GO
ALTER TABLE [people] ADD CONSTRAINT [pk_people] PRIMARY KEY NONCLUSTERED ([id])
GO
