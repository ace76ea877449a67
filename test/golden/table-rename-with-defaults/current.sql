CREATE TABLE [items] ([id] int not null, [size] int not null CONSTRAINT [df_items_size] DEFAULT 0)
GO
