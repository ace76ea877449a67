EXEC sys.sp_rename N'[ck_items_id]', N'ck_old', N'OBJECT'
GO
