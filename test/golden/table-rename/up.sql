EXEC sys.sp_rename N'[parents]', N'owners', N'OBJECT'
GO
EXEC sys.sp_rename N'[pk_parents]', N'pk_owners', N'OBJECT'
GO
