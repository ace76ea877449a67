CREATE TABLE [people] ([id] int not null, [sort] nvarchar(20) not null CONSTRAINT [df_people_sort] DEFAULT 'a' constraint ck_people_kind check ([sort] in ('a','b')))
GO
ALTER TABLE [people] ADD CONSTRAINT [uq_people_kind] UNIQUE ([sort])
GO
ALTER TABLE [people] ADD [loud] AS (upper([sort])) PERSISTED
GO
ALTER TABLE [people] ADD CONSTRAINT [pk_people] PRIMARY KEY NONCLUSTERED ([id])
GO
CREATE INDEX [ix_people_kind] ON [people] ([sort]) WHERE [sort] = 'a'
GO
