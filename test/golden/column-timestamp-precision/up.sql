ALTER TABLE [people] ALTER COLUMN [at] datetime2(3) NOT NULL
GO
