EXEC sys.sp_rename N'[ck_old]', N'ck_items_id', N'OBJECT'
GO
