ALTER TABLE [people] ALTER COLUMN [at] datetime2(6) NOT NULL
GO
