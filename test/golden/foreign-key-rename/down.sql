EXEC sys.sp_rename N'[fk_users_thing]', N'fk_users_item_id', N'OBJECT'
GO
