CREATE TABLE [things] ([id] int not null, [size] int not null CONSTRAINT [df_things_size] DEFAULT 0)
GO
