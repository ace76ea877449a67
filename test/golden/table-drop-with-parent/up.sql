DROP TABLE [children]
GO
DROP TABLE [parents]
GO
