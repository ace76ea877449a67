import { isUtf8 } from 'node:buffer';
import { hash } from 'node:crypto';
import { type Dirent, readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join, sep } from 'node:path';
import { exitCodes, QuodsiDbError } from '../errors.ts';
import { type CodeKind, codeWords } from './words.ts';

/** So many files are read in a millisecond. */
const AT_ONCE = 50;

/** A file with code of the project as it lies in its folder, not yet loaded. */
export interface CodeFile {
  /** File name without extension: what the database knows it by. */
  readonly name: string;
  /** Absolute. */
  readonly path: string;
  readonly source: string;
  /** SHA-256 of the source with LF line ends, in lower-case hexadecimal. */
  readonly checksum: string;
}

/**
 * Reads the migrations or seeds of a folder, in the order in which they run: by name, compared by code units, so that it is
 * the same on every machine. Throws with exit code 78: …_UNREADABLE, NO_…, DUPLICATE_….
 */
export async function readCodeFiles(directory: string, kind: CodeKind): Promise<CodeFile[]> {
  const files = await readAnyCodeFiles(directory, kind);
  if (files.length > 0) return files;
  const { none, make, endings } = codeWords[kind];
  throw new QuodsiDbError(none, `there is no ${kind} in ${directory}`, {
    hint: `Write one with "quodsi-db ${make}". ${kind === 'seed' ? 'Seeds' : 'Migrations'} end in ${endings}.`,
    exitCode: exitCodes.config,
  });
}

/** The same for a folder in which there may be none yet. */
export async function readAnyCodeFiles(directory: string, kind: CodeKind): Promise<CodeFile[]> {
  const entries = readFolder(directory, kind);
  const names = entries
    .filter((entry) => (entry.isFile() || entry.isSymbolicLink()) && isCode(entry.name, kind))
    .map((entry) => entry.name)
    .sort(compareNames);
  // Joined once, which takes as long as to read a file.
  const folder = join(directory, sep);
  const links = new Set(entries.filter((entry) => entry.isSymbolicLink()).map((entry) => entry.name));
  const files: CodeFile[] = [];
  for (const name of names) {
    // Now and then what a server has answered gets its turn.
    if (files.length % AT_ONCE === AT_ONCE - 1) await new Promise((resolve) => setImmediate(resolve));
    if (links.has(name)) refuseOther(folder + name, kind);
    files.push(readCodeFile(folder, name, kind));
  }
  refuseDuplicates(files, kind);
  return files.sort((a, b) => compareNames(a.name, b.name));
}

/** The names of a folder's files of code in their order, without reading one; none for a folder that cannot be read. */
export async function listCodeFiles(directory: string, kind: CodeKind): Promise<string[]> {
  return (namesIn(directory) ?? [])
    .filter((fileName) => isCode(fileName, kind))
    .map((fileName) => fileName.slice(0, -extname(fileName).length))
    .sort(compareNames);
}

/** Whether there is any in the folder; also true of a folder that cannot be read, which readCodeFiles refuses. */
export async function hasCodeFiles(directory: string, kind: CodeKind): Promise<boolean> {
  const names = namesIn(directory);
  return names === null || names.some((name) => isCode(name, kind));
}

function namesIn(directory: string): string[] | null {
  try {
    return readdirSync(directory);
  } catch {
    return null;
  }
}

// At once, as the files: what Node needs to do it in the background takes longer to load than a folder to read.
function readFolder(directory: string, kind: CodeKind): Dirent[] {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch (error) {
    throw folderError(directory, kind, error as NodeJS.ErrnoException);
  }
}

function folderError(directory: string, kind: CodeKind, error: NodeJS.ErrnoException): QuodsiDbError {
  const { folderKey, make, unreadable } = codeWords[kind];
  const folder = `the ${kind}s folder ${directory}`;
  const reasons: Readonly<Record<string, readonly [string, string]>> = {
    ENOENT: [
      `${folder} does not exist`,
      `Create it with "quodsi-db ${make}", or set ${folderKey} in the config file.`,
    ],
    ENOTDIR: [`${folder} is a file`, `Set ${folderKey} in the config file to a folder.`],
  };
  const [message, hint] = reasons[error.code ?? ''] ?? [
    `${folder} cannot be read: ${error.message}`,
    'Check its permissions.',
  ];
  return new QuodsiDbError(unreadable, message, { hint, exitCode: exitCodes.config, cause: error });
}

/** The order of files: by UTF-16 code units, whatever the locale. */
export function compareNames(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** SHA-256 of a file's text, blind to line ends and a byte order mark, which editors and git change. */
export function checksumOf(source: string): string {
  const text = source.startsWith('\uFEFF') ? source.slice(1) : source;
  return hash('sha256', text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text);
}

function isCode(fileName: string, kind: CodeKind): boolean {
  return (
    !fileName.startsWith('.') &&
    codeWords[kind].extensions.includes(fileName.slice(fileName.lastIndexOf('.')).toLowerCase()) &&
    !/\.d\.[mc]?ts$/.test(fileName)
  );
}

function readCodeFile(folder: string, fileName: string, kind: CodeKind): CodeFile {
  const { bad, unreadable, longestName } = codeWords[kind];
  const path = folder + fileName;
  const name = fileName.slice(0, -extname(fileName).length);
  // The name stands in comments of scripts, in lines of the output and in the log: a line break would end them.
  if (/\p{Cc}/u.test(fileName)) {
    throw new QuodsiDbError(bad, `the file name ${escaped(fileName)} holds a control character`, {
      hint: 'Rename the file.',
      exitCode: exitCodes.config,
    });
  }
  if (name.length > longestName) {
    throw new QuodsiDbError(bad, `the name of ${path} has more than ${longestName} characters`, {
      hint: 'Give the file a shorter name.',
      exitCode: exitCodes.config,
    });
  }
  const source = readText(path, unreadable);
  if (source === null) {
    throw new QuodsiDbError(bad, `${path} is not a text in UTF-8`, {
      hint: 'Save it in UTF-8: some editors, and > of older PowerShells, write UTF-16.',
      exitCode: exitCodes.config,
    });
  }
  return { name, path, source, checksum: checksumOf(source) };
}

/** A link may lead to a pipe or a device, which would be read for ever. */
function refuseOther(path: string, kind: CodeKind): void {
  try {
    if (statSync(path).isFile()) return;
  } catch {
    // To read it gives the error that tells most.
    return;
  }
  throw new QuodsiDbError(codeWords[kind].bad, `${path} is a link to what is no file`, {
    hint: 'Mend or delete the link.',
    exitCode: exitCodes.config,
  });
}

/** As a JSON string, in which DEL and the C1 controls are escaped too: JSON leaves them as they are. */
function escaped(text: string): string {
  return JSON.stringify(text).replace(
    /\p{Cc}/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Null for bytes that are no UTF-8, and for a NUL, which text never holds and UTF-16 is full of. */
function readText(path: string, unreadable: string): string | null {
  try {
    // Not awaited: there may be a thousand files, and to wait for one takes ten times as long as to read it.
    const text = readFileSync(path, 'utf8');
    // What is no UTF-8 is read as U+FFFD, which a text may hold too.
    if (text.includes('\0') || (text.includes('\uFFFD') && !isUtf8(readFileSync(path)))) return null;
    return text;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new QuodsiDbError(unreadable, `${path} cannot be read: ${message}`, {
      hint:
        code === 'ENOENT'
          ? 'It is a link to a file that does not exist: mend or delete it.'
          : 'Check the permissions of the file.',
      exitCode: exitCodes.config,
      cause: error,
    });
  }
}

/** Names that differ in case only count as one: so do file systems and most SQL Server collations. */
function refuseDuplicates(files: readonly CodeFile[], kind: CodeKind): void {
  const seen = new Map<string, CodeFile>();
  for (const file of files) {
    const key = file.name.toLowerCase();
    const other = seen.get(key);
    if (other) {
      throw new QuodsiDbError(codeWords[kind].duplicate, `two files stand for the ${kind} ${file.name}`, {
        details: [other.path, file.path],
        hint: `A ${kind} is known by its file name without the extension. Delete or rename one of them; compiled output belongs in another folder.`,
        exitCode: exitCodes.config,
      });
    }
    seen.set(key, file);
  }
}
