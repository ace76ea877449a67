CREATE TABLE [parents] ([id] int not null, [code] nvarchar(10) not null)
GO
ALTER TABLE [parents] ADD CONSTRAINT [pk_parents] PRIMARY KEY CLUSTERED ([id])
GO
