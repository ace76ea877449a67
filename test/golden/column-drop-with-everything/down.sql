ALTER TABLE [people] ADD [parent_id] int null
GO
ALTER TABLE [people] ALTER COLUMN [parent_id] int NOT NULL
GO
ALTER TABLE [people] ADD [size] int null
GO
ALTER TABLE [people] ALTER COLUMN [size] int NOT NULL
GO
ALTER TABLE [people] ADD [doubled] AS ([size] * 2) PERSISTED
GO
ALTER TABLE [people] ADD CONSTRAINT [uq_people_size] UNIQUE NONCLUSTERED ([size])
GO
CREATE INDEX [ix_people_parent_id] ON [people] ([parent_id]) INCLUDE ([size])
GO
ALTER TABLE [people] ADD CONSTRAINT [ck_people_size] CHECK ([size] > 0)
GO
ALTER TABLE [people] ADD CONSTRAINT [fk_people_parent_id] FOREIGN KEY ([parent_id]) REFERENCES [parents] ([id])
GO
