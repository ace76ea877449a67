CREATE TABLE [people] ([id] int not null, [price] decimal(10, 2) not null)
GO
ALTER TABLE [people] ADD CONSTRAINT [pk_people] PRIMARY KEY NONCLUSTERED ([id])
GO
