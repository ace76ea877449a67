ALTER TABLE [people] ALTER COLUMN [email] nvarchar(100) NULL
GO
