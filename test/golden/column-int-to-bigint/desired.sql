CREATE TABLE [people] ([id] int not null, [size] bigint not null CONSTRAINT [df_people_size] DEFAULT 0)
GO
ALTER TABLE [people] ADD CONSTRAINT [pk_people] PRIMARY KEY NONCLUSTERED ([id])
GO
CREATE UNIQUE INDEX [ix_people_size] ON [people] ([size], [id])
GO
ALTER TABLE [people] ADD CONSTRAINT [ck_people_size] CHECK ([size] >= 0)
GO
