ALTER TABLE [people] ADD [email] nvarchar(255) null
GO
ALTER TABLE [people] ALTER COLUMN [email] nvarchar(255) NOT NULL
GO
