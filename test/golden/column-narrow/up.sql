ALTER TABLE [people] ALTER COLUMN [name] nvarchar(50) NOT NULL
GO
