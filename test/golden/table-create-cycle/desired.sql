CREATE TABLE [departments] ([id] int not null, [head_id] int null)
GO
ALTER TABLE [departments] ADD CONSTRAINT [pk_departments] PRIMARY KEY NONCLUSTERED ([id])
GO
CREATE TABLE [people] ([id] int not null, [department_id] int not null, CONSTRAINT [fk_people_department_id] FOREIGN KEY ([department_id]) REFERENCES [departments] ([id]))
GO
ALTER TABLE [people] ADD CONSTRAINT [pk_people] PRIMARY KEY NONCLUSTERED ([id])
GO
ALTER TABLE [departments] ADD CONSTRAINT [fk_departments_head_id] FOREIGN KEY ([head_id]) REFERENCES [people] ([id])
GO
