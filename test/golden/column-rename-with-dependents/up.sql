ALTER TABLE [people] DROP CONSTRAINT [ck_people_kind]
GO
DROP INDEX [ix_people_kind] ON [people]
GO
DECLARE @used nvarchar(max) = (SELECT STRING_AGG(QUOTENAME(u.name), N', ') WITHIN GROUP (ORDER BY u.name) FROM (
  SELECT i.name FROM sys.index_columns AS ic
  JOIN sys.indexes AS i ON i.object_id = ic.object_id AND i.index_id = ic.index_id
  WHERE ic.object_id = OBJECT_ID(N'[people]')
    AND COL_NAME(ic.object_id, ic.column_id) = N'loud'
  UNION
  SELECT f.name FROM sys.foreign_key_columns AS fc
  JOIN sys.foreign_keys AS f ON f.object_id = fc.constraint_object_id
  WHERE fc.parent_object_id = OBJECT_ID(N'[people]')
    AND COL_NAME(fc.parent_object_id, fc.parent_column_id) = N'loud'
) AS u);
IF @used IS NOT NULL
BEGIN
  SET @used = N'Column [loud] of [people] cannot be dropped while these use it: ' + @used + N'. Drop them first.';
  THROW 50000, @used, 1;
END;
GO
DECLARE @sql nvarchar(max) = (
  SELECT N'ALTER TABLE [people] DROP CONSTRAINT ' + QUOTENAME(d.name)
  FROM sys.default_constraints AS d
  JOIN sys.columns AS c ON c.object_id = d.parent_object_id AND c.column_id = d.parent_column_id
  WHERE d.parent_object_id = OBJECT_ID(N'[people]') AND c.name = N'loud'
);
IF @sql IS NOT NULL AND SERVERPROPERTY(N'Babelfish') IS NULL EXEC (@sql);
GO
ALTER TABLE [people] DROP COLUMN [loud]
GO
EXEC sys.sp_rename N'[people].[kind]', N'sort', N'COLUMN'
GO
DECLARE @name nvarchar(max) = (
  SELECT QUOTENAME(OBJECT_SCHEMA_NAME(d.object_id)) + N'.' + QUOTENAME(d.name)
  FROM sys.default_constraints AS d
  JOIN sys.columns AS c ON c.object_id = d.parent_object_id AND c.column_id = d.parent_column_id
  WHERE d.parent_object_id = OBJECT_ID(N'[people]') AND c.name = N'sort'
    AND d.name <> N'df_people_sort'
);
IF @name IS NOT NULL AND SERVERPROPERTY(N'Babelfish') IS NULL
  EXEC sys.sp_rename @name, N'df_people_sort', N'OBJECT';
GO
ALTER TABLE [people] ADD [loud] AS (upper([sort])) PERSISTED
GO
CREATE INDEX [ix_people_kind] ON [people] ([sort]) WHERE [sort] = 'a'
GO
ALTER TABLE [people] ADD CONSTRAINT [ck_people_kind] CHECK ([sort] IN ('a', 'b'))
GO
