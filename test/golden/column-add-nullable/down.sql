DECLARE @used nvarchar(max) = (SELECT STRING_AGG(QUOTENAME(u.name), N', ') WITHIN GROUP (ORDER BY u.name) FROM (
  SELECT i.name FROM sys.index_columns AS ic
  JOIN sys.indexes AS i ON i.object_id = ic.object_id AND i.index_id = ic.index_id
  WHERE ic.object_id = OBJECT_ID(N'[people]')
    AND COL_NAME(ic.object_id, ic.column_id) = N'phone'
  UNION
  SELECT f.name FROM sys.foreign_key_columns AS fc
  JOIN sys.foreign_keys AS f ON f.object_id = fc.constraint_object_id
  WHERE fc.parent_object_id = OBJECT_ID(N'[people]')
    AND COL_NAME(fc.parent_object_id, fc.parent_column_id) = N'phone'
) AS u);
IF @used IS NOT NULL
BEGIN
  SET @used = N'Column [phone] of [people] cannot be dropped while these use it: ' + @used + N'. Drop them first.';
  THROW 50000, @used, 1;
END;
GO
DECLARE @sql nvarchar(max) = (
  SELECT N'ALTER TABLE [people] DROP CONSTRAINT ' + QUOTENAME(d.name)
  FROM sys.default_constraints AS d
  JOIN sys.columns AS c ON c.object_id = d.parent_object_id AND c.column_id = d.parent_column_id
  WHERE d.parent_object_id = OBJECT_ID(N'[people]') AND c.name = N'phone'
);
IF @sql IS NOT NULL AND SERVERPROPERTY(N'Babelfish') IS NULL EXEC (@sql);
GO
ALTER TABLE [people] DROP COLUMN [phone]
GO
