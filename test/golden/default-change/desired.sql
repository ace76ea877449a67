CREATE TABLE [people] ([id] int not null, [kind] nvarchar(10) not null CONSTRAINT [df_people_kind] DEFAULT 'b')
GO
ALTER TABLE [people] ADD CONSTRAINT [pk_people] PRIMARY KEY NONCLUSTERED ([id])
GO
