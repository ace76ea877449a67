import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { exitCodes, QuodsiDbError } from '../errors.ts';
import { type CodeKind, codeWords } from './words.ts';

export interface NewCode {
  readonly kind: CodeKind;
  /** What it does, in a person's words. */
  readonly title: string;
  /** Without the dot. */
  readonly extension: string;
  readonly content: string;
}

/**
 * Writes a file, named so that it runs after all others that begin with a time; resolves to its path.
 * Throws BAD_NAME, exit code 64.
 */
export async function writeCode(
  directory: string,
  { kind, title, extension, content }: NewCode,
  now: Date,
): Promise<string> {
  const slug = title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
  if (slug === '' || slug.length > 200) {
    throw new QuodsiDbError('BAD_NAME', `${JSON.stringify(title)} gives no usable file name`, {
      hint: codeWords[kind].titleHint,
      exitCode: exitCodes.usage,
    });
  }
  await mkdir(directory, { recursive: true });
  const names = (await readdir(directory)).map((file) => file.slice(0, -extname(file).length));
  const path = join(directory, `${nextStamp(names, now)}_${slug}.${extension}`);
  await writeFile(path, content, { flag: 'wx' });
  return path;
}

/** The time in UTC as 14 digits, or one more than that of the newest file, when that lies in the future. */
function nextStamp(names: readonly string[], now: Date): string {
  const stamp = now.toISOString().replace(/\D/g, '').slice(0, 14);
  const stamps = names.map((name) => /^\d{14}(?=_)/.exec(name)?.[0] ?? '');
  const newest = stamps.sort().at(-1) ?? '';
  return newest < stamp ? stamp : String(BigInt(newest) + 1n);
}
