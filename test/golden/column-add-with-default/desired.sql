CREATE TABLE [people] ([id] int not null, [score] int not null CONSTRAINT [df_people_score] DEFAULT 0)
GO
ALTER TABLE [people] ADD CONSTRAINT [pk_people] PRIMARY KEY NONCLUSTERED ([id])
GO
