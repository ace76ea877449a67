DROP TABLE [customers]
GO
