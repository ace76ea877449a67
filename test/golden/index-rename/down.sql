EXEC sys.sp_rename N'[items].[ix_items_name]', N'ix_old', N'INDEX'
GO
