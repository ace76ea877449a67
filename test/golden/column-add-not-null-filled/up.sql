ALTER TABLE [people] ADD [email] nvarchar(255) null
GO
UPDATE [people] SET [email] = 'unknown?' WHERE [email] IS NULL
GO
ALTER TABLE [people] ALTER COLUMN [email] nvarchar(255) NOT NULL
GO
