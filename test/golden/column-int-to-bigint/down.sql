ALTER TABLE [people] DROP CONSTRAINT [ck_people_size]
GO
DROP INDEX [ix_people_size] ON [people]
GO
DECLARE @sql nvarchar(max) = (
  SELECT N'ALTER TABLE [people] DROP CONSTRAINT ' + QUOTENAME(d.name)
  FROM sys.default_constraints AS d
  JOIN sys.columns AS c ON c.object_id = d.parent_object_id AND c.column_id = d.parent_column_id
  WHERE d.parent_object_id = OBJECT_ID(N'[people]') AND c.name = N'size'
);
IF @sql IS NOT NULL AND SERVERPROPERTY(N'Babelfish') IS NULL EXEC (@sql);
GO
ALTER TABLE [people] ALTER COLUMN [size] int NOT NULL
GO
ALTER TABLE [people] ADD CONSTRAINT [df_people_size] DEFAULT 0 FOR [size]
GO
CREATE UNIQUE INDEX [ix_people_size] ON [people] ([size], [id])
GO
ALTER TABLE [people] ADD CONSTRAINT [ck_people_size] CHECK ([size] >= 0)
GO
