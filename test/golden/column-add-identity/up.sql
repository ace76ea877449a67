ALTER TABLE [people] ADD [number] bigint identity(1,1) not null
GO
