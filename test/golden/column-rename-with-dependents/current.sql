CREATE TABLE [people] ([id] int not null, [kind] nvarchar(20) not null CONSTRAINT [df_people_kind] DEFAULT 'a')
GO
ALTER TABLE [people] ADD CONSTRAINT [uq_people_kind] UNIQUE ([kind])
GO
ALTER TABLE [people] ADD [loud] AS ((upper([kind]))) PERSISTED
GO
ALTER TABLE [people] ADD CONSTRAINT [pk_people] PRIMARY KEY NONCLUSTERED ([id])
GO
CREATE INDEX [ix_people_kind] ON [people] ([kind]) WHERE ([kind]='a')
GO
ALTER TABLE [people] ADD CONSTRAINT [ck_people_kind] CHECK (([kind]='b' OR [kind]='a'))
GO
