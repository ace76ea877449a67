/** What holds where no config file says otherwise; paths are relative to the project's folder. */
export const defaults = {
  migrationsDirectory: 'migrations',
  migrationsTable: 'quodsi_db_migrations',
  seedsDirectory: 'seeds',
  dataDirectory: '.quodsi-db/data',
  protected: false,
} as const;
