CREATE TABLE [parents] ([id] int not null, [code] nvarchar(10) not null)
GO
IF EXISTS(SELECT * FROM sys.fn_listextendedproperty(N'MS_Description', N'Schema', N'dbo', N'Table', N'parents', NULL, NULL))
  EXEC sys.sp_updateextendedproperty N'MS_Description', N'Old words.', N'Schema', N'dbo', N'Table', N'parents'
ELSE
  EXEC sys.sp_addextendedproperty N'MS_Description', N'Old words.', N'Schema', N'dbo', N'Table', N'parents'
GO
ALTER TABLE [parents] ADD CONSTRAINT [pk_parents] PRIMARY KEY CLUSTERED ([id])
GO
