DROP TABLE [nodes]
GO
