import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { exitCodes, QuodsiDbError } from '../../errors.ts';

const EXTENSIONS = new Set(['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs', '.sql']);
/** Longest name that the history table holds, in UTF-16 units. */
const LONGEST_NAME = 255;

/** A migration as it lies in the folder, not yet loaded. */
export interface MigrationFile {
  /** File name without extension: what the history knows it by. */
  readonly name: string;
  /** Absolute. */
  readonly path: string;
  readonly source: string;
  /** SHA-256 of the source with LF line ends, in lower-case hexadecimal. */
  readonly checksum: string;
}

/**
 * Reads the migrations of a folder, in the order in which they run: by name, compared by code units, so that it is
 * the same on every machine. Throws with exit code 78: MIGRATIONS_UNREADABLE, NO_MIGRATIONS, DUPLICATE_MIGRATION.
 */
export async function readMigrations(directory: string): Promise<MigrationFile[]> {
  const files = await readAnyMigrations(directory);
  if (files.length > 0) return files;
  throw new QuodsiDbError('NO_MIGRATIONS', `there is no migration in ${directory}`, {
    hint: 'Write one with "quodsi-db migrate make <name>". Migrations end in .ts, .js, .mjs, .cjs or .sql.',
    exitCode: exitCodes.config,
  });
}

/** The same for a folder in which there may be none yet. */
export async function readAnyMigrations(directory: string): Promise<MigrationFile[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    throw folderError(directory, error);
  });
  const names = entries
    .filter((entry) => !entry.isDirectory() && isMigration(entry.name))
    .map((entry) => entry.name)
    .sort(compareNames);
  const files: MigrationFile[] = [];
  for (const name of names) files.push(await readMigration(join(directory, name)));
  refuseDuplicates(files);
  return files.sort((a, b) => compareNames(a.name, b.name));
}

/** The names of a folder's migrations in their order, without reading a file of them; none for a folder that cannot be read. */
export async function listMigrations(directory: string): Promise<string[]> {
  const files = await readdir(directory).catch(() => []);
  return files.filter(isMigration).map(nameOf).sort(compareNames);
}

/** Whether there is a migration in the folder; also true of a folder that cannot be read, which readMigrations refuses. */
export async function hasMigrations(directory: string): Promise<boolean> {
  const names = await readdir(directory).catch(() => null);
  return names === null || names.some(isMigration);
}

function folderError(directory: string, error: NodeJS.ErrnoException): QuodsiDbError {
  const folder = `the migrations folder ${directory}`;
  const reasons: Readonly<Record<string, readonly [string, string]>> = {
    ENOENT: [
      `${folder} does not exist`,
      'Create it with "quodsi-db migrate make <name>", or set migrations.directory in the config file.',
    ],
    ENOTDIR: [`${folder} is a file`, 'Set migrations.directory in the config file to a folder.'],
  };
  const [message, hint] = reasons[error.code ?? ''] ?? [
    `${folder} cannot be read: ${error.message}`,
    'Check its permissions.',
  ];
  return new QuodsiDbError('MIGRATIONS_UNREADABLE', message, {
    hint,
    exitCode: exitCodes.config,
    cause: error,
  });
}

/** The order of migrations: by UTF-16 code units, whatever the locale. */
export function compareNames(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** SHA-256 of a migration's text, blind to line ends and a byte order mark, which editors and git change. */
export function checksumOf(source: string): string {
  const text = source.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

function isMigration(fileName: string): boolean {
  return (
    EXTENSIONS.has(extname(fileName).toLowerCase()) &&
    !/\.d\.[mc]?ts$/.test(fileName) &&
    !fileName.startsWith('.')
  );
}

const nameOf = (fileName: string) => fileName.slice(0, -extname(fileName).length);

/** Whether the migration is written in SQL, and not a module. */
export function isSql({ path }: MigrationFile): boolean {
  return extname(path).toLowerCase() === '.sql';
}

async function readMigration(path: string): Promise<MigrationFile> {
  const fileName = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  const name = nameOf(fileName);
  // The name stands in comments of scripts, in lines of the output and in the log: a line break would end them.
  if (/\p{Cc}/u.test(fileName)) {
    throw new QuodsiDbError('BAD_MIGRATION', `the file name ${escaped(fileName)} holds a control character`, {
      hint: 'Rename the file.',
      exitCode: exitCodes.config,
    });
  }
  if (name.length > LONGEST_NAME) {
    throw new QuodsiDbError('BAD_MIGRATION', `the name of ${path} has more than ${LONGEST_NAME} characters`, {
      hint: 'Give the file a shorter name.',
      exitCode: exitCodes.config,
    });
  }
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new QuodsiDbError('MIGRATIONS_UNREADABLE', `${path} cannot be read: ${error.message}`, {
      hint:
        error.code === 'ENOENT'
          ? 'It is a link to a file that does not exist: mend or delete it.'
          : 'Check the permissions of the file.',
      exitCode: exitCodes.config,
      cause: error,
    });
  });
  const source = decodeText(bytes);
  if (source === null) {
    throw new QuodsiDbError('BAD_MIGRATION', `${path} is not a text in UTF-8`, {
      hint: 'Save it in UTF-8: some editors, and > of older PowerShells, write UTF-16.',
      exitCode: exitCodes.config,
    });
  }
  return { name, path, source, checksum: checksumOf(source) };
}

/** As a JSON string, in which DEL and the C1 controls are escaped too: JSON leaves them as they are. */
function escaped(text: string): string {
  return JSON.stringify(text).replace(
    /\p{Cc}/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Null for bytes that are no UTF-8, and for a NUL, which text never holds and UTF-16 is full of. */
function decodeText(bytes: Buffer): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return text.includes('\0') ? null : text;
  } catch {
    return null;
  }
}

/** Names that differ in case only count as one: so do file systems and most SQL Server collations. */
function refuseDuplicates(files: readonly MigrationFile[]): void {
  const seen = new Map<string, MigrationFile>();
  for (const file of files) {
    const key = file.name.toLowerCase();
    const other = seen.get(key);
    if (other) {
      throw new QuodsiDbError('DUPLICATE_MIGRATION', `two files stand for the migration ${file.name}`, {
        details: [other.path, file.path],
        hint: 'A migration is known by its file name without the extension. Delete or rename one of them; compiled output belongs in another folder.',
        exitCode: exitCodes.config,
      });
    }
    seen.set(key, file);
  }
}
