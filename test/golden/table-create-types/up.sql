CREATE TABLE [samples] ([id] int identity(100,10) not null, [flag] bit null, [amount] decimal(18, 4) not null CONSTRAINT [df_samples_amount] DEFAULT 1.50, [body] nvarchar(max) null, [moment] datetime2(6) null, [small] smallint not null CONSTRAINT [df_samples_small] DEFAULT -1, [day] date null, [greeting] nvarchar(50) not null CONSTRAINT [df_samples_greeting] DEFAULT N'grüß dich', [quoted] nvarchar(50) not null CONSTRAINT [df_samples_quoted] DEFAULT 'it''s?')
GO
ALTER TABLE [samples] ADD [doubled] AS ([id] * 2) PERSISTED
GO
