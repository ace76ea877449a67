EXEC sys.sp_rename N'[pk_things]', N'pk_items', N'OBJECT'
GO
