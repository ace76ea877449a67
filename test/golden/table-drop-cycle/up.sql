ALTER TABLE [people] DROP CONSTRAINT [fk_people_department_id]
GO
DROP TABLE [departments]
GO
DROP TABLE [people]
GO
