CREATE TABLE [people] ([id] int not null, [size] int not null CONSTRAINT [df_people_size] DEFAULT 7)
GO
ALTER TABLE [people] ADD CONSTRAINT [pk_people] PRIMARY KEY NONCLUSTERED ([id])
GO
