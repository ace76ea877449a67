ALTER TABLE [people] ALTER COLUMN [price] decimal(10,2) NOT NULL
GO
