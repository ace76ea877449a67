import type { CommandSpec } from '../command.ts';
import { ignore, lockTimeout } from './shared-options.ts';

/** Everything under `schema`. */
export const schemaCommands: readonly CommandSpec[] = [
  {
    path: ['schema', 'dump'],
    summary:
      'print the live schema as JSON, or as SQL with --format sql; the same database gives the same bytes',
    formats: ['sql'],
    load: async () => (await import('../commands/schema-dump.ts')).default,
  },
  {
    path: ['schema', 'docs'],
    summary: 'write a page about the schema with a diagram: html, markdown, mermaid or svg',
    options: [
      {
        flags: '--source <source>',
        description: 'what to show (default: the database where one is named, otherwise the entities)',
        choices: ['entities', 'database'],
      },
      {
        flags: '--engine <engine>',
        description: "whose SQL to show entities in (default: that of the project's database)",
        choices: ['mssql', 'postgres'],
      },
      { flags: '--title <text>', description: 'what to call it (default "Database schema")' },
      { flags: '--timestamp', description: 'say when it was made' },
      ignore,
      lockTimeout,
    ],
    formats: ['html', 'markdown', 'mermaid', 'svg'],
    load: async () => (await import('../commands/schema-docs.ts')).default,
  },
  {
    path: ['schema', 'diff'],
    summary: 'compare two schemas; ends with 2 where they differ',
    arguments: [
      {
        name: '<a>',
        description: 'a file of "schema dump", a connection string, or: database',
        completes: 'file',
      },
      { name: '<b>', description: 'the same; told is what makes b out of a', completes: 'file' },
    ],
    load: async () => (await import('../commands/schema-diff.ts')).default,
  },
];
