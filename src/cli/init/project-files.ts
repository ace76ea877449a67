import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EntityLanguage } from '../../generate/entity-source.ts';
import { builtInMigrations } from '../project-database.ts';
import type { Answers } from './answers.ts';
import { entityIndex, exampleEntity, exampleMigration, exampleMigrationSource } from './example.ts';
import { newPackageJson, withScripts } from './package-scripts.ts';
import type { ChangedFile, NewFile } from './write-files.ts';

/** The extension that modules get: a JavaScript module is .mjs where the project's .js files are something else. */
export function moduleLanguage(folder: string, language: Answers['language']): EntityLanguage {
  if (language === 'ts') return 'ts';
  const file = join(folder, 'package.json');
  return existsSync(file) && !/"type"\s*:\s*"module"/.test(readFileSync(file, 'utf8')) ? 'mjs' : 'js';
}

export function configFile(answers: Answers, language: EntityLanguage, entities: boolean): NewFile {
  const { engine, urlVariable } = answers;
  // QUODSI_DB_URL is looked at anyway; but where a server is meant, its absence must not mean the embedded database.
  const url =
    engine === 'embedded'
      ? ''
      : `  // Without the variable the url is empty, which is refused: nothing runs on another database by mistake.
  url: process.env.${urlVariable} ?? '',
`;
  return {
    path: `quodsi-db.config.${language}`,
    content: `import { defineConfig } from 'quodsi-db/config';

export default defineConfig({
${url}${entities ? "  entities: './entities',\n" : ''}  migrations: { directory: './migrations' },
});
`,
  };
}

/** The tables of the built-in project, the example beside them, and migrations for all. */
export function firstEntities(answers: Answers, language: EntityLanguage, now: Date): NewFile[] {
  const stamp = now.toISOString().replace(/\D/g, '').slice(0, 14);
  return [
    { path: `entities/index.${language}`, content: entityIndex(language, answers.example) },
    ...(answers.example ? [{ path: `entities/project.${language}`, content: exampleEntity(language) }] : []),
    ...builtInCopies(),
    ...(answers.example
      ? [
          {
            path: `migrations/${stamp}_${exampleMigration}.${language}`,
            content: exampleMigrationSource(language),
          },
        ]
      : []),
  ];
}

/** As they are, in TypeScript whatever the project's language: a database that has them already knows them by their text. */
export function builtInCopies(): NewFile[] {
  const folder = builtInMigrations();
  return readdirSync(folder)
    .toSorted()
    .map((name) => ({ path: `migrations/${name}`, content: readFileSync(join(folder, name), 'utf8') }));
}

/** Files that many projects have already: created where there is none, and otherwise given what they lack. */
export function sharedFiles(
  folder: string,
  answers: Answers,
): { readonly created: readonly NewFile[]; readonly changed: readonly ChangedFile[] } {
  const created: NewFile[] = [];
  const changed: ChangedFile[] = [];
  const packageJson = contentOf(folder, 'package.json');
  if (packageJson === undefined) created.push({ path: 'package.json', content: newPackageJson });
  else {
    const scripts = withScripts(packageJson);
    if (scripts !== undefined)
      changed.push({
        path: 'package.json',
        content: scripts.content,
        added: `scripts ${scripts.added.join(', ')}`,
      });
  }
  for (const { path, lines, head } of [
    { path: '.gitignore', lines: ['.quodsi-db/', '.env'], head: '' },
    exampleVariables(answers),
  ]) {
    const before = contentOf(folder, path);
    if (before === undefined) {
      created.push({ path, content: `${head}${lines.join('\n')}\n` });
      continue;
    }
    const missing = lines.filter((line) => !hasLine(before, line));
    if (missing.length === 0) continue;
    const eol = before.includes('\r\n') ? '\r\n' : '\n';
    const gap = before === '' || before.endsWith('\n') ? '' : eol;
    changed.push({
      path,
      content: `${before}${gap}${missing.map((line) => `${line}${eol}`).join('')}`,
      added: missing.join(', '),
    });
  }
  return { created, changed };
}

function exampleVariables({ engine, urlVariable }: Answers) {
  const url = {
    embedded: 'postgres://user:password@localhost:5432/database',
    mssql: 'mssql://user:password@localhost:1433/database',
    postgres: 'postgres://user:password@localhost:5432/database',
  }[engine];
  const comment = engine === 'embedded' ? '# ' : '';
  const head =
    engine === 'embedded'
      ? '# Copy this file to .env, which git ignores. Without the variable the database is embedded, in .quodsi-db/data.\n'
      : '# Copy this file to .env, which git ignores, and fill in your own.\n';
  return { path: '.env.example', head, lines: [`${comment}${urlVariable}=${url}`] };
}

/** A line of .gitignore counts with a slash or without; one of .env.example by its variable. */
function hasLine(text: string, line: string): boolean {
  const key = (each: string) =>
    each
      .trim()
      .replace(/^#\s*(?=\w+=)/, '')
      .replace(/=.*$/, '=')
      .replace(/^\/|\/$/g, '');
  return text.split(/\r?\n/).some((each) => key(each) === key(line));
}

function contentOf(folder: string, path: string): string | undefined {
  const file = join(folder, path);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
