ALTER TABLE [people] ALTER COLUMN [name] nvarchar(100) NOT NULL
GO
