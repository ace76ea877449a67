DROP INDEX [ix_people_size] ON [people]
GO
ALTER TABLE [people] ALTER COLUMN [size] int NULL
GO
CREATE INDEX [ix_people_size] ON [people] ([size])
GO
