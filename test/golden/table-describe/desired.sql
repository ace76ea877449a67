CREATE TABLE [parents] ([id] int not null, [code] nvarchar(10) not null)
GO
DECLARE @schema sysname = OBJECT_SCHEMA_NAME(OBJECT_ID(N'[parents]'));
DECLARE @text nvarchar(4000) = N'New words: it''s better?';
IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', @schema, N'TABLE', N'parents', NULL, NULL))
  EXEC sys.sp_updateextendedproperty N'MS_Description', @text, N'SCHEMA', @schema, N'TABLE', N'parents', NULL, NULL;
ELSE
  EXEC sys.sp_addextendedproperty N'MS_Description', @text, N'SCHEMA', @schema, N'TABLE', N'parents', NULL, NULL;
GO
ALTER TABLE [parents] ADD CONSTRAINT [pk_parents] PRIMARY KEY CLUSTERED ([id])
GO
