import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeMigration } from '../../src/migrate/source/make-migration.ts';
import { readMigrations } from '../../src/migrate/source/migration-file.ts';
import { checksumOf } from '../../src/project-code/code-file.ts';
import { temporaryFolder, writeFiles } from '../support/cli.ts';

describe('a checksum', () => {
  it('is blind to line ends and a byte order mark, and to nothing else', () => {
    const text = '-- up\nSELECT 1;\n';
    expect(checksumOf(text)).toMatch(/^[0-9a-f]{64}$/);
    for (const same of [text.replaceAll('\n', '\r\n'), text.replaceAll('\n', '\r'), `\uFEFF${text}`])
      expect(checksumOf(same)).toBe(checksumOf(text));
    for (const other of [
      `${text} `,
      text.trim(),
      text.replace('1', '2'),
      text.replace(' ', '\t'),
      `${text}\uFEFF`,
    ])
      expect(checksumOf(other)).not.toBe(checksumOf(text));
  });
});

describe('a folder of migrations', () => {
  it('holds what ends like one, in the order of code units', async () => {
    const folder = temporaryFolder();
    const files = ['2_b.ts', '10_a.sql', 'Z.mjs', 'a.JS', '1_c.cjs', '3_d.SQL'];
    const others = ['1_c.d.ts', '.hidden.ts', 'README.md', 'tsconfig.json', '4_e.ts.bak'];
    writeFiles(folder, Object.fromEntries([...files, ...others].map((name) => [name, `-- ${name}`])));
    mkdirSync(join(folder, '5_folder.ts'));
    const found = await readMigrations(folder);
    expect(found.map(({ name }) => name)).toEqual(['10_a', '1_c', '2_b', '3_d', 'Z', 'a']);
    expect(found[0]).toEqual({
      name: '10_a',
      path: join(folder, '10_a.sql'),
      source: '-- 10_a.sql',
      checksum: checksumOf('-- 10_a.sql'),
    });
  });

  it.each<[what: string, content: Buffer]>([
    ['UTF-16', Buffer.from('\uFEFF-- up\n', 'utf16le')],
    ['Latin-1', Buffer.from("INSERT INTO t VALUES ('Zoë');", 'latin1')],
    ['a NUL', Buffer.from('-- up\nSELECT 1\0;')],
  ])('takes no text that is not UTF-8: %s', async (_what, content) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, '1_a.sql'), content);
    await expect(readMigrations(folder)).rejects.toMatchObject({
      code: 'BAD_MIGRATION',
      exitCode: 78,
      message: expect.stringContaining('1_a.sql is not a text in UTF-8'),
    });
  });
});

// Root may read everything, and Windows has other permissions.
describe.skipIf(process.getuid?.() === 0 || process.platform === 'win32')('what may not be read', () => {
  it('is told by its path', async () => {
    const folder = temporaryFolder();
    writeFiles(folder, { '1_a.sql': '-- up\n' });
    chmodSync(join(folder, '1_a.sql'), 0);
    const failure = {
      code: 'MIGRATIONS_UNREADABLE',
      exitCode: 78,
      hint: expect.stringMatching(/permissions/),
    };
    await expect(readMigrations(folder)).rejects.toMatchObject(failure);
    chmodSync(folder, 0);
    await expect(readMigrations(folder)).rejects.toMatchObject(failure);
    chmodSync(folder, 0o700);
  });
});

describe('a new migration', () => {
  const now = new Date('2026-05-06T07:08:09.999Z');
  it.each<[title: string, name: string]>([
    ['add invoices', '20260506070809_add_invoices'],
    ['  Add  Übergröße, v2! ', '20260506070809_add_ubergro_e_v2'],
    ['addInvoiceLines', '20260506070809_add_invoice_lines'],
    ['../../etc/passwd', '20260506070809_etc_passwd'],
  ])('called %j is %s', async (title, name) => {
    const folder = join(temporaryFolder(), 'new', 'migrations');
    await makeMigration(folder, title, 'ts', now);
    expect(readdirSync(folder)).toEqual([`${name}.ts`]);
  });

  it('comes after every other, also after one from the future', async () => {
    const folder = temporaryFolder();
    writeFiles(folder, { '20260506070809_same.sql': '-- up\n', '1_old.ts': '', 'zz.md': '' });
    await makeMigration(folder, 'next', 'sql', now);
    writeFiles(folder, { '29991231235959_later.js': '' });
    await makeMigration(folder, 'last', 'js', now);
    expect(readdirSync(folder).sort().slice(-4)).toEqual([
      '20260506070810_next.sql',
      '29991231235959_later.js',
      '29991231235960_last.js',
      'zz.md',
    ]);
    expect((await readMigrations(folder)).at(-1)?.name).toBe('29991231235960_last');
  });
});
