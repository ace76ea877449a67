EXEC sys.sp_rename N'[uq_items_name]', N'uq_old', N'OBJECT'
GO
