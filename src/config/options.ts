import { z } from 'zod';
import { defaults } from './defaults.ts';
import { isDuration } from './duration.ts';

/** In bytes: the names of the log and of constraints are this name with something added, and PostgreSQL keeps 63. */
const longestName = 50;

function isTableName(name: string): boolean {
  const parts = name.split('.');
  return (
    parts.length <= 2 &&
    parts.every(
      (part) =>
        Buffer.byteLength(part) <= longestName && part.trim() === part && /^[^\p{Cc}"'`[\];]+$/u.test(part),
    )
  );
}

function isEntities(value: unknown): value is string | (string | object)[] {
  if (typeof value === 'string') return value !== '';
  const isEntity = (item: unknown) =>
    typeof item === 'string'
      ? item !== ''
      : typeof item === 'function' || (typeof item === 'object' && item !== null);
  return Array.isArray(value) && value.every(isEntity);
}

const folder = z.string().min(1, 'expected the path of a folder, got an empty string');

const duration = z
  .string()
  .refine(isDuration, { error: 'expected a duration such as 30s, 2m or 500ms, at most 24 days' });

const limits = {
  statementTimeout: duration
    .optional()
    .describe(
      'How long one statement of a migration or seed may take, `0` for as long as it takes, which is the default; the embedded database heeds no limit.',
    ),
  statementLockTimeout: duration
    .optional()
    .describe(
      'How long one statement may wait for a lock of another session; by default `10s` for migrations in a transaction, `30s` in commands that only read, and as long as it takes elsewhere.',
    ),
};

const environment = z
  .strictObject({
    url: z
      .string()
      .optional()
      .describe(
        'Connection string; an environment that has one does not look at QUODSI_DB_URL and DATABASE_URL.',
      ),
    protected: z
      .boolean()
      .optional()
      .describe('Commands that change something need --yes; by default as the top-level `protected`.'),
    ...limits,
  })
  .describe('One environment.');

/** Everything that a config file may say, with a description of each key and its default. */
export const configSchema = z
  .strictObject({
    $schema: z.string().optional().describe('For editors that complete JSON; has no effect.'),
    url: z
      .string()
      .optional()
      .describe('Connection string of the database, when no flag, variable or environment gives one.'),
    environments: z
      .record(z.string(), environment)
      .default({})
      .describe('Named databases: name to settings, picked with `-e <name>`.'),
    project: z
      .string()
      .refine((name) => name.trim() === name && name !== '' && name.length <= 255 && !/\p{Cc}/u.test(name), {
        error: 'expected a name of 1 to 255 characters, without control characters and space around it',
      })
      .optional()
      .describe(
        'Name that the history of migrations belongs to, so that another project does not go on with it by mistake; by default the name of the package that the migrations are in.',
      ),
    migrations: z
      .strictObject({
        directory: folder.default(defaults.migrationsDirectory).describe('Folder of the migrations.'),
        table: z
          .string()
          .refine(isTableName, {
            error: `expected table or schema.table, each of 1 to ${longestName} bytes without quotes, brackets and semicolons`,
          })
          .default(defaults.migrationsTable)
          .describe(
            'Table that records what is applied, `table` or `schema.table`; its log is `<table>_log`, and `<table>_seed` knows which seeds ran.',
          ),
      })
      .prefault({})
      .describe('Where migrations are and where their history is kept.'),
    entities: z
      .custom<string | (string | object)[]>(isEntities, {
        error: 'expected a path, or an array of paths and entities',
      })
      .optional()
      .describe(
        'Path of a module or folder that exports entities, or an array of paths and entities; when left out, the built-in tenants and users for a project without migrations of its own, and none for others.',
      ),
    seeds: z
      .strictObject({
        directory: folder.default(defaults.seedsDirectory).describe('Folder of the seed files.'),
      })
      .prefault({})
      .describe('Where seed files are.'),
    validate: z
      .strictObject({
        rules: z
          .record(z.string(), z.enum(['error', 'warning', 'info', 'off']))
          .default({})
          .describe('Severity by rule id (error, warning, info, off), where it differs from the rule’s own.'),
      })
      .prefault({})
      .describe('What `validate` and `lint` look for.'),
    ...limits,
    protected: z
      .boolean()
      .default(defaults.protected)
      .describe('Commands that change something need --yes, whatever the environment.'),
  })
  .describe('quodsi-db.config');

export type ConfigValues = z.output<typeof configSchema>;
