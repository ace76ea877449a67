DROP TABLE [sales].[orders]
GO
DROP SCHEMA [sales]
GO
