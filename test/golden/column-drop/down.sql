ALTER TABLE [people] ADD [phone] nvarchar(30) null
GO
