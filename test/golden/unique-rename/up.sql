EXEC sys.sp_rename N'[uq_old]', N'uq_items_name', N'OBJECT'
GO
