/**
 * Undoes what a migration may leave on its session, and the next one, or the history, would trip over: SET ROLE, search_path
 * (the files of pg_dump begin with it), session_replication_role, time limits. It runs in a transaction too. NULL is RESET:
 * back to what the login began with.
 */
export const RESET_SESSION = `SELECT set_config('role', NULL, false),
  (SELECT count(set_config(name, NULL, false)) FROM pg_catalog.pg_settings
   WHERE source = 'session' AND name <> 'client_connection_check_interval' AND name NOT LIKE 'quodsi\\_db.%' AND name NOT LIKE 'transaction\\_%'
     AND (context = 'user' OR context = 'superuser' AND current_setting('is_superuser') = 'on'))`;
