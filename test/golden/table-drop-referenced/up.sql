ALTER TABLE [children] DROP CONSTRAINT [fk_children_parent_id]
GO
DROP TABLE [parents]
GO
