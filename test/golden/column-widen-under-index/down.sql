DROP INDEX [ix_people_name] ON [people]
GO
ALTER TABLE [people] DROP CONSTRAINT [uq_people_name]
GO
ALTER TABLE [people] ALTER COLUMN [name] nvarchar(50) NOT NULL
GO
ALTER TABLE [people] ADD CONSTRAINT [uq_people_name] UNIQUE NONCLUSTERED ([name])
GO
CREATE INDEX [ix_people_name] ON [people] ([name])
GO
