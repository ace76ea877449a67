import { execFileSync } from 'node:child_process';
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { planMigration } from '../../src/generate/generate.ts';
import { temporaryFolder } from '../support/cli.ts';
import { randomPair } from '../support/random-schema.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const pairs = 60;

/** A tool of this checkout; its output where it finds something. */
function found(tool: string, args: readonly string[], cwd: string): string {
  try {
    execFileSync(process.execPath, [join(root, 'node_modules', tool), ...args], {
      cwd,
      encoding: 'utf8',
      stdio: 'pipe',
    });
    return '';
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    return `${stdout}\n${stderr}`;
  }
}

test('what is generated is laid out as this project is, passes its lint, and typechecks', async () => {
  const folder = temporaryFolder();
  for (let seed = 1; seed <= pairs; seed += 1) {
    const { from, to, renames } = randomPair(seed);
    const actual = { ...from.postgres, origin: 'database', schemas: [] } as const;
    const plan = planMigration({ actual, desired: to, renames });
    const source = await plan.source();
    if (plan.up.length > 0) writeFileSync(join(folder, `migration_${seed}.ts`), source);
    // Nothing depends on what was generated before.
    expect(await planMigration({ actual, desired: to, renames }).source()).toBe(source);
  }
  cpSync(join(root, 'biome.json'), join(folder, 'biome.json'));
  expect(found('@biomejs/biome/bin/biome', ['check', '.'], folder)).toBe('');

  const paths = {
    knex: [join(root, 'node_modules/knex/types/index.d.ts')],
    'quodsi-db/ddl': [join(root, 'src/ddl/index.ts')],
  };
  const config = {
    extends: join(root, 'tsconfig.json'),
    compilerOptions: { paths, typeRoots: [join(root, 'node_modules/@types')] },
    include: ['*.ts'],
  };
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n');
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  expect(found('typescript/bin/tsc', ['--noEmit', '-p', 'tsconfig.json'], folder)).toBe('');
});
