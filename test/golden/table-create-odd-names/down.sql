DROP TABLE [odd [table]]?]
GO
