ALTER TABLE [people] ALTER COLUMN [name] nvarchar(max) NOT NULL
GO
