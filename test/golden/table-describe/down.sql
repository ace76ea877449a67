DECLARE @schema sysname = OBJECT_SCHEMA_NAME(OBJECT_ID(N'[parents]'));
DECLARE @text nvarchar(4000) = N'Old words.';
IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', @schema, N'TABLE', N'parents', NULL, NULL))
  EXEC sys.sp_updateextendedproperty N'MS_Description', @text, N'SCHEMA', @schema, N'TABLE', N'parents', NULL, NULL;
ELSE
  EXEC sys.sp_addextendedproperty N'MS_Description', @text, N'SCHEMA', @schema, N'TABLE', N'parents', NULL, NULL;
GO
