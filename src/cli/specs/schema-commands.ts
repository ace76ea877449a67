import type { CommandSpec } from '../command.ts';

/** Everything under `schema`. */
export const schemaCommands: readonly CommandSpec[] = [
  {
    path: ['schema', 'dump'],
    summary: 'print the live schema as JSON; the same database gives the same bytes',
    load: async () => (await import('../commands/schema-dump.ts')).default,
  },
  {
    path: ['schema', 'diff'],
    summary: 'compare two schemas; ends with 2 where they differ',
    arguments: [
      { name: '<a>', description: 'a file of "schema dump", a connection string, or: database' },
      { name: '<b>', description: 'the same; told is what makes b out of a' },
    ],
    load: async () => (await import('../commands/schema-diff.ts')).default,
  },
];
