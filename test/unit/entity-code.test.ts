import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { entityIndex, exampleEntity, exampleMigrationSource } from '../../src/cli/init/example.ts';
import { configFile } from '../../src/cli/init/project-files.ts';
import { draftEntities, entityFiles } from '../../src/generate/entity-files.ts';
import type { Dialect } from '../../src/schema/model.ts';
import { writeFiles } from '../support/cli.ts';
import { basesOf, liveSchemas } from './entity-schemas.ts';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const folder = mkdtempSync(join(tmpdir(), 'quodsi-db-code-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Entities of random schemas, always the same ones, and everything that `init` writes for a new project. */
function written(): Record<string, string> {
  const files: Record<string, string> = {};
  for (const dialect of ['mssql', 'postgres'] as const satisfies readonly Dialect[]) {
    fc.sample(liveSchemas(dialect), { numRuns: 25, seed: 2 }).forEach((live, i) => {
      const drafts = draftEntities(live, basesOf(dialect));
      const notHeld = ['view public.odd\nname', 'type public.mood'];
      const modules = entityFiles(drafts, 'ts', notHeld);
      // Where it was written before, the same bytes.
      expect(entityFiles(draftEntities(live, basesOf(dialect)), 'ts', notHeld)).toEqual(modules);
      for (const [name, source] of modules) files[`${dialect}-${i}/${name}`] = source;
    });
  }
  for (const language of ['ts', 'js', 'mjs'] as const) {
    for (const engine of ['embedded', 'mssql'] as const) {
      const answers = { engine, urlVariable: 'SHOP_URL', language: 'ts', ci: 'none', example: true } as const;
      const { path, content } = configFile(answers, language, true);
      files[`${engine}/${path}`] = content;
    }
    files[`entities/index.${language}`] = entityIndex(language, true);
    files[`entities/project.${language}`] = exampleEntity(language);
    files[`migrations/projects.${language}`] = exampleMigrationSource(language);
  }
  return files;
}

test('code that is written is formatted, passes lint and typechecks', () => {
  writeFiles(folder, written());
  const biome = spawnSync(
    process.execPath,
    [
      join(root, 'node_modules', '@biomejs', 'biome', 'bin', 'biome'),
      'check',
      '--error-on-warnings',
      '--config-path',
      join(root, 'biome.json'),
      '.',
    ],
    { cwd: folder, encoding: 'utf8' },
  );
  expect(biome.stderr + biome.stdout).toMatch(/^Checked \d{3,} files in \S+ No fixes applied\.\n$/);
  const config = {
    extends: join(root, 'tsconfig.json'),
    compilerOptions: { allowJs: true, checkJs: true },
    include: ['**/*'],
  };
  writeFiles(folder, { 'tsconfig.json': JSON.stringify(config), 'package.json': '{ "type": "module" }' });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
  const tsc = spawnSync(
    process.execPath,
    [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', folder],
    { cwd: folder, encoding: 'utf8' },
  );
  expect(tsc.stdout).toBe('');
  expect(tsc.status).toBe(0);
});
