ALTER TABLE [people] ALTER COLUMN [email] nvarchar(100) NOT NULL
GO
