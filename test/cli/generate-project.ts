import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CliOptions, type Result, temporaryFolder, writeFiles } from '../support/cli.ts';
import { runHere } from '../support/in-process.ts';

/** A project that migrations are generated in. */
export interface GenerateProject {
  readonly folder: string;
  readonly options: CliOptions;
  readonly run: (...args: string[]) => Promise<Result>;
  /** Names of the migrations that were written. */
  readonly files: () => string[];
  readonly text: (file: string) => string;
}

/** The file of an entity with a key and these columns. */
export const entity = (
  columns: string,
  table = 'items',
) => `import { columnTypes, defineEntity } from 'quodsi-db';

export const Item = defineEntity({
  table: '${table}',
  scope: 'global',
  columns: {
    id: { type: columnTypes.int },
    ${columns}
  },
  primaryKey: { columns: ['id'] },
});
`;

/** The columns of {@link entity} that {@link dump} knows. */
export const usual =
  'name: { type: columnTypes.string(50) }, note: { type: columnTypes.text, nullable: true },';

/** What "schema dump" says of a PostgreSQL with the usual table, `phone` in place of `note` where it is asked for. */
export function dump(second: 'note' | 'phone' = 'note'): string {
  const column = (name: string, type: object, nullable: boolean) => ({ name, type, nullable });
  return JSON.stringify({
    version: 1,
    command: 'schema dump',
    schema: {
      dialect: 'postgres',
      origin: 'database',
      schemas: [],
      tables: [
        {
          name: 'items',
          columns: [
            column('id', { kind: 'int' }, false),
            column('name', { kind: 'string', length: 50 }, false),
            column(second, { kind: 'text' }, true),
          ],
          primaryKey: { name: 'pk_items', columns: ['id'] },
          uniques: [],
          indexes: [],
          foreignKeys: [],
          checks: [],
        },
      ],
    },
  });
}

/** A project that needs no database: it compares with a dump. */
export function generateProject(files: Readonly<Record<string, string>>): GenerateProject {
  const folder = temporaryFolder();
  writeFiles(folder, {
    'quodsi-db.config.mjs':
      "export default { entities: ['./entities.ts'], migrations: { directory: 'migrations' } };\n",
    'dump.json': dump(),
    'entities.ts': entity(usual),
    ...files,
  });
  const options: CliOptions = { cwd: folder };
  const directory = join(folder, 'migrations');
  return {
    folder,
    options,
    run: (...args) => runHere(['migrate', 'generate', ...args], options),
    files: () => {
      try {
        return readdirSync(directory);
      } catch {
        return [];
      }
    },
    text: (file) => readFileSync(join(directory, file), 'utf8'),
  };
}

/** The flags that compare with the dump of a project. */
export const fromDump = ['--from', 'dump.json'];
