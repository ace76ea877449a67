EXEC sys.sp_rename N'[people].[phone_number]', N'phone', N'COLUMN'
GO
