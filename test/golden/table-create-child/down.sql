DROP TABLE [children]
GO
