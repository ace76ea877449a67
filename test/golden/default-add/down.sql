DECLARE @sql nvarchar(max) = (
  SELECT N'ALTER TABLE [people] DROP CONSTRAINT ' + QUOTENAME(d.name)
  FROM sys.default_constraints AS d
  JOIN sys.columns AS c ON c.object_id = d.parent_object_id AND c.column_id = d.parent_column_id
  WHERE d.parent_object_id = OBJECT_ID(N'[people]') AND c.name = N'size'
);
IF @sql IS NOT NULL EXEC (@sql);
GO
