CREATE TABLE [people] ([id] int not null, [size] int not null, [note] nvarchar(max) null)
GO
IF EXISTS(SELECT * FROM sys.fn_listextendedproperty(N'MS_Description', N'Schema', N'dbo', N'Table', N'people', N'Column', N'size'))
  EXEC sys.sp_updateextendedproperty N'MS_Description', N'Old.', N'Schema', N'dbo', N'Table', N'people', N'Column', N'size'
ELSE
  EXEC sys.sp_addextendedproperty N'MS_Description', N'Old.', N'Schema', N'dbo', N'Table', N'people', N'Column', N'size'
GO
IF EXISTS(SELECT * FROM sys.fn_listextendedproperty(N'MS_Description', N'Schema', N'dbo', N'Table', N'people', N'Column', N'note'))
  EXEC sys.sp_updateextendedproperty N'MS_Description', N'Gone.', N'Schema', N'dbo', N'Table', N'people', N'Column', N'note'
ELSE
  EXEC sys.sp_addextendedproperty N'MS_Description', N'Gone.', N'Schema', N'dbo', N'Table', N'people', N'Column', N'note'
GO
ALTER TABLE [people] ADD CONSTRAINT [pk_people] PRIMARY KEY NONCLUSTERED ([id])
GO
