ALTER TABLE [people] ALTER COLUMN [price] decimal(12,4) NOT NULL
GO
