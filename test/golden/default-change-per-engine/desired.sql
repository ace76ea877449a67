CREATE TABLE [people] ([id] int not null, [at] datetime2(3) not null CONSTRAINT [df_people_at] DEFAULT dateadd(day, 1, sysutcdatetime()))
GO
ALTER TABLE [people] ADD CONSTRAINT [pk_people] PRIMARY KEY NONCLUSTERED ([id])
GO
