/** How much a rule's finding weighs: an error ends the command with exit code 2, `off` does not look at all. */
export type RuleSeverity = 'error' | 'warning' | 'info' | 'off';

/** How long statements of migrations and seeds may take: durations such as `30s`, `5m`; `0` is without limit. */
export interface StatementLimitsConfig {
  /** From when one statement is sent to when it is done; by default without limit. */
  readonly statementTimeout?: string | undefined;
  /** For a lock of another session; by default `10s` for migrations in a transaction. */
  readonly statementLockTimeout?: string | undefined;
}

/** One entry of `environments`, picked with `-e <name>`. */
export interface EnvironmentConfig extends StatementLimitsConfig {
  /** Connection string; with it, the variables QUODSI_DB_URL and DATABASE_URL do not count. */
  readonly url?: string | undefined;
  /** Whoever changes something here has to consent; by default as the top-level `protected`. */
  readonly protected?: boolean | undefined;
}

/** What `quodsi-db.config.ts` exports; every key may be left out. Paths start from the folder of the config file. */
export interface UserConfig extends StatementLimitsConfig {
  /** Connection string of the database to use when no flag, variable or environment names one. */
  readonly url?: string | undefined;
  /** Named databases, picked with `-e <name>`. */
  readonly environments?: Readonly<Record<string, EnvironmentConfig>> | undefined;
  /** Name that the history belongs to; by default the name of the package that the migrations are in. */
  readonly project?: string | undefined;
  readonly migrations?:
    | {
        /** Folder of the migrations. */
        readonly directory?: string | undefined;
        /** Table that records what is applied, `table` or `schema.table`; its log is `<table>_log`, and `<table>_seed` knows which seeds ran. */
        readonly table?: string | undefined;
      }
    | undefined;
  /** Path of a module or folder that exports entities, or an array of paths and entities. */
  readonly entities?: string | readonly (string | object)[] | undefined;
  readonly seeds?:
    | {
        /** Folder of the seed files. */
        readonly directory?: string | undefined;
      }
    | undefined;
  readonly validate?:
    | {
        /** Severity by rule id, where it differs from the rule's own. */
        readonly rules?: Readonly<Record<string, RuleSeverity>> | undefined;
      }
    | undefined;
  /** Whoever changes something in the database has to consent. */
  readonly protected?: boolean | undefined;
}

/** What a config file may export: the config, a promise of it, or a function without parameters that gives either. */
export type ConfigExport = UserConfig | Promise<UserConfig> | (() => UserConfig | Promise<UserConfig>);

/** Gives the config back as it is; for completion and type checks in the editor. */
export function defineConfig<const Config extends ConfigExport>(config: Config): Config {
  return config;
}
