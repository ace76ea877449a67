CREATE TABLE [codes] ([code] nvarchar(10) not null)
GO
ALTER TABLE [codes] ADD CONSTRAINT [pk_codes] PRIMARY KEY CLUSTERED ([code])
GO
CREATE TABLE [uses] ([code] nvarchar(10) not null, CONSTRAINT [fk_uses_code] FOREIGN KEY ([code]) REFERENCES [codes] ([code]))
GO
