EXEC sys.sp_rename N'[pk_items]', N'pk_things', N'OBJECT'
GO
