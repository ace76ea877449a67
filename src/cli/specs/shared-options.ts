import { parseDuration } from '../../config/duration.ts';
import { parseIgnorePattern } from '../../validate/ignore.ts';
import type { OptionSpec } from '../command.ts';
import { parseCount, parseKinds } from '../parse.ts';

// Flags that several commands have.

export const lockTimeout: OptionSpec = {
  flags: '--lock-timeout <duration>',
  description: 'how long to wait for the migration lock: 30s, 5m (default 60s)',
  parse: parseDuration,
};
/** How long statements may take, for commands that change something. */
export const statementLimits: readonly OptionSpec[] = [
  {
    flags: '--statement-timeout <duration>',
    description: 'how long one statement may take: 30s, 5m; 0 for as long as it takes (the default)',
    parse: parseDuration,
  },
  {
    flags: '--statement-lock-timeout <duration>',
    description: 'how long one statement may wait for a lock of others (migrations in a transaction: 10s)',
    parse: parseDuration,
  },
];
export const to = (description: string): OptionSpec => ({
  flags: '--to <name>',
  description,
  completes: 'migration',
});
export const step = (description: string): OptionSpec => ({
  flags: '--step <n>',
  description,
  parse: parseCount,
});
export const dryRun: OptionSpec = {
  flags: '--dry-run',
  description: 'run in a transaction, show the SQL, roll back',
};
export const allowOutOfOrder: OptionSpec = {
  flags: '--allow-out-of-order',
  description: 'also apply migrations older than the newest applied',
};

export const ignore: OptionSpec = {
  flags: '--ignore <pattern>',
  description: 'leave out objects: audit.*, public.users.ix_*; may be given again',
  parse: parseIgnorePattern,
  repeatable: true,
};
export const allowExtra: OptionSpec = {
  flags: '--allow-extra',
  description: 'the database may have what nothing declares',
};
export const schemaOptions: readonly OptionSpec[] = [
  {
    flags: '--only <kinds>',
    description: 'kinds to look at, with commas between: tables, columns, indexes …',
    parse: parseKinds,
  },
  ignore,
  allowExtra,
  lockTimeout,
];

export const ruleOptions: readonly OptionSpec[] = [
  {
    flags: '--only <rules>',
    description: 'rules to look at, with commas between; may be given again',
    parse: (text) => text,
    repeatable: true,
  },
  ignore,
];
