CREATE TABLE [people] ([id] int not null, [first] nvarchar(20) not null, [last] nvarchar(20) not null)
GO
ALTER TABLE [people] ADD [full] AS ([first] + ' ' + [last]) PERSISTED
GO
DECLARE @schema sysname = OBJECT_SCHEMA_NAME(OBJECT_ID(N'[people]'));
DECLARE @text nvarchar(4000) = N'Both names.';
IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', @schema, N'TABLE', N'people', N'COLUMN', N'full'))
  EXEC sys.sp_updateextendedproperty N'MS_Description', @text, N'SCHEMA', @schema, N'TABLE', N'people', N'COLUMN', N'full';
ELSE
  EXEC sys.sp_addextendedproperty N'MS_Description', @text, N'SCHEMA', @schema, N'TABLE', N'people', N'COLUMN', N'full';
GO
ALTER TABLE [people] ADD CONSTRAINT [pk_people] PRIMARY KEY NONCLUSTERED ([id])
GO
