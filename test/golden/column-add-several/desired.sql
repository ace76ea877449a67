CREATE TABLE [people] ([id] int not null, [active] bit not null CONSTRAINT [df_people_active] DEFAULT 1, [code] uniqueidentifier not null CONSTRAINT [df_people_code] DEFAULT newid(), [note] nvarchar(max) null)
GO
IF EXISTS(SELECT * FROM sys.fn_listextendedproperty(N'MS_Description', N'Schema', N'dbo', N'Table', N'people', N'Column', N'active'))
  EXEC sys.sp_updateextendedproperty N'MS_Description', N'Whether it works.', N'Schema', N'dbo', N'Table', N'people', N'Column', N'active'
ELSE
  EXEC sys.sp_addextendedproperty N'MS_Description', N'Whether it works.', N'Schema', N'dbo', N'Table', N'people', N'Column', N'active'
GO
DECLARE @schema sysname = OBJECT_SCHEMA_NAME(OBJECT_ID(N'[people]'));
DECLARE @text nvarchar(4000) = N'It''s a note?';
IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', @schema, N'TABLE', N'people', N'COLUMN', N'note'))
  EXEC sys.sp_updateextendedproperty N'MS_Description', @text, N'SCHEMA', @schema, N'TABLE', N'people', N'COLUMN', N'note';
ELSE
  EXEC sys.sp_addextendedproperty N'MS_Description', @text, N'SCHEMA', @schema, N'TABLE', N'people', N'COLUMN', N'note';
GO
ALTER TABLE [people] ADD CONSTRAINT [pk_people] PRIMARY KEY NONCLUSTERED ([id])
GO
