CREATE TABLE [odd [table]]?] ([a.b] int NOT NULL, [x as y] nvarchar(10) NOT NULL, [br[0]]] nvarchar(20) NULL CONSTRAINT [df_odd [table]]?_br[0]]] DEFAULT 'why?', [it's] int NULL, [select] int NOT NULL)
GO
DECLARE @schema sysname = OBJECT_SCHEMA_NAME(OBJECT_ID(N'[odd [table]]?]'));
DECLARE @text nvarchar(4000) = N'What''s it? [it''s odd]';
IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', @schema, N'TABLE', N'odd [table]?', NULL, NULL))
  EXEC sys.sp_updateextendedproperty N'MS_Description', @text, N'SCHEMA', @schema, N'TABLE', N'odd [table]?', NULL, NULL;
ELSE
  EXEC sys.sp_addextendedproperty N'MS_Description', @text, N'SCHEMA', @schema, N'TABLE', N'odd [table]?', NULL, NULL;
GO
DECLARE @schema sysname = OBJECT_SCHEMA_NAME(OBJECT_ID(N'[odd [table]]?]'));
DECLARE @text nvarchar(4000) = N'Dots. Why?';
IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', @schema, N'TABLE', N'odd [table]?', N'COLUMN', N'a.b'))
  EXEC sys.sp_updateextendedproperty N'MS_Description', @text, N'SCHEMA', @schema, N'TABLE', N'odd [table]?', N'COLUMN', N'a.b';
ELSE
  EXEC sys.sp_addextendedproperty N'MS_Description', @text, N'SCHEMA', @schema, N'TABLE', N'odd [table]?', N'COLUMN', N'a.b';
GO
ALTER TABLE [odd [table]]?] ADD CONSTRAINT [pk odd] PRIMARY KEY NONCLUSTERED ([a.b], [select])
GO
CREATE INDEX [ix odd?] ON [odd [table]]?] ([it's], [br[0]]]) INCLUDE ([x as y])
GO
ALTER TABLE [odd [table]]?] ADD CONSTRAINT [ck odd] CHECK ([br[0]]] <> 'a?b')
GO
