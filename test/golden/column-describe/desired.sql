CREATE TABLE [people] ([id] int not null, [size] int not null, [note] nvarchar(max) null)
GO
DECLARE @schema sysname = OBJECT_SCHEMA_NAME(OBJECT_ID(N'[people]'));
DECLARE @text nvarchar(4000) = N'It''s new?';
IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', @schema, N'TABLE', N'people', N'COLUMN', N'size'))
  EXEC sys.sp_updateextendedproperty N'MS_Description', @text, N'SCHEMA', @schema, N'TABLE', N'people', N'COLUMN', N'size';
ELSE
  EXEC sys.sp_addextendedproperty N'MS_Description', @text, N'SCHEMA', @schema, N'TABLE', N'people', N'COLUMN', N'size';
GO
ALTER TABLE [people] ADD CONSTRAINT [pk_people] PRIMARY KEY NONCLUSTERED ([id])
GO
