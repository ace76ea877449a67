DECLARE @name nvarchar(max) = (
  SELECT QUOTENAME(OBJECT_SCHEMA_NAME(d.object_id)) + N'.' + QUOTENAME(d.name)
  FROM sys.default_constraints AS d
  JOIN sys.columns AS c ON c.object_id = d.parent_object_id AND c.column_id = d.parent_column_id
  WHERE d.parent_object_id = OBJECT_ID(N'[people]') AND c.name = N'size'
    AND d.name <> N'df_people_size'
);
IF @name IS NOT NULL AND SERVERPROPERTY(N'Babelfish') IS NULL
  EXEC sys.sp_rename @name, N'df_people_size', N'OBJECT';
GO
