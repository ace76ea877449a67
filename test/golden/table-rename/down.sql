EXEC sys.sp_rename N'[owners]', N'parents', N'OBJECT'
GO
EXEC sys.sp_rename N'[pk_owners]', N'pk_parents', N'OBJECT'
GO
