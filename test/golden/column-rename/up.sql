EXEC sys.sp_rename N'[people].[phone]', N'phone_number', N'COLUMN'
GO
