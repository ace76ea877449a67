EXEC sys.sp_rename N'[items].[ix_old]', N'ix_items_name', N'INDEX'
GO
