EXEC sys.sp_rename N'[fk_users_item_id]', N'fk_users_thing', N'OBJECT'
GO
