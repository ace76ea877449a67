DROP TABLE [samples]
GO
