CREATE TABLE [parents] ([id] int not null)
GO
ALTER TABLE [parents] ADD CONSTRAINT [pk_parents] PRIMARY KEY NONCLUSTERED ([id])
GO
CREATE TABLE [people] ([id] int not null, [parent_id] int not null, [size] int not null, CONSTRAINT [fk_people_parent_id] FOREIGN KEY ([parent_id]) REFERENCES [parents] ([id]))
GO
ALTER TABLE [people] ADD CONSTRAINT [uq_people_size] UNIQUE ([size])
GO
ALTER TABLE [people] ADD [doubled] AS ([size] * 2) PERSISTED
GO
ALTER TABLE [people] ADD CONSTRAINT [pk_people] PRIMARY KEY NONCLUSTERED ([id])
GO
CREATE INDEX [ix_people_parent_id] ON [people] ([parent_id]) INCLUDE ([size])
GO
ALTER TABLE [people] ADD CONSTRAINT [ck_people_size] CHECK (([size]>(0)))
GO
