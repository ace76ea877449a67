ALTER TABLE [people] ADD [score] int not null CONSTRAINT [df_people_score] DEFAULT 0
GO
