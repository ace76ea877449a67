ALTER TABLE [uses] DROP CONSTRAINT [fk_uses_code]
GO
ALTER TABLE [codes] DROP CONSTRAINT [pk_codes]
GO
ALTER TABLE [codes] ALTER COLUMN [code] nvarchar(20) NOT NULL
GO
ALTER TABLE [uses] ALTER COLUMN [code] nvarchar(20) NOT NULL
GO
ALTER TABLE [codes] ADD CONSTRAINT [pk_codes] PRIMARY KEY CLUSTERED ([code])
GO
ALTER TABLE [uses] ADD CONSTRAINT [fk_uses_code] FOREIGN KEY ([code]) REFERENCES [codes] ([code])
GO
