UPDATE [people] SET [email] = 'none' WHERE [email] IS NULL
GO
ALTER TABLE [people] ALTER COLUMN [email] nvarchar(100) NOT NULL
GO
