import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { assertNever } from '../../errors.ts';
import { packageRoot } from '../package.ts';
import type { Answers } from './answers.ts';
import type { NewFile } from './write-files.ts';

/** The embedded database of a pipeline is a new one, so the migrations run there first. */
const embeddedUrl = 'pglite:.quodsi-db/data';
const migrateUp = 'npx quodsi-db migrate up';

/**
 * The files of the CI system, from the templates of the package. What is the entry of the whole pipeline is written only where
 * there is none; otherwise `note` says what to add to it.
 */
export function ciFiles(
  folder: string,
  { ci, engine, urlVariable }: Pick<Answers, 'ci' | 'engine' | 'urlVariable'>,
): { readonly files: readonly NewFile[]; readonly note?: string } {
  const embedded = engine === 'embedded';
  switch (ci) {
    case 'none':
      return { files: [] };
    case 'github':
      return {
        files: [{ path: '.github/workflows/quodsi-db.yml', content: githubWorkflow(embedded, urlVariable) }],
      };
    case 'azure':
      return withEntry(folder, {
        template: { path: 'quodsi-db.yml', content: template('azure-pipelines.yml') },
        entry: { path: 'azure-pipelines.yml', content: azurePipeline(embedded, urlVariable) },
      });
    case 'gitlab':
      return withEntry(folder, {
        template: { path: 'quodsi-db.gitlab.yml', content: template('gitlab.yml') },
        entry: { path: '.gitlab-ci.yml', content: gitlabPipeline(embedded, urlVariable) },
      });
    default:
      return assertNever(ci);
  }
}

function withEntry(
  folder: string,
  { template, entry }: { readonly template: NewFile; readonly entry: NewFile },
): ReturnType<typeof ciFiles> {
  if (!existsSync(join(folder, entry.path))) return { files: [template, entry] };
  return {
    files: [template],
    note: `${entry.path} exists and was left as it is; name ${template.path} in it:\n${entry.content.trimEnd()}`,
  };
}

const template = (name: string) =>
  readFileSync(join(packageRoot(), 'ci', name), 'utf8').replaceAll('\r\n', '\n');

function githubWorkflow(embedded: boolean, urlVariable: string): string {
  const secret = `\${{ secrets.${urlVariable} }}`;
  const text = template('github.yml')
    .replaceAll(/\$\{\{ secrets\.QUODSI_DB_URL \}\}/g, embedded ? embeddedUrl : secret)
    .replace(
      / The connection string is .*$/m,
      embedded
        ? ' The database is an embedded one, new in every run.'
        : ` The connection string is the secret ${urlVariable}.`,
    );
  return embedded ? text.replace(/^( *)- run: npm ci$/m, `$&\n$1- run: ${migrateUp}`) : text;
}

function azurePipeline(embedded: boolean, urlVariable: string): string {
  const variables = `variables:\n  QUODSI_DB_URL: ${embeddedUrl}\n`;
  const name = embedded ? 'QUODSI_DB_URL' : urlVariable;
  return `pool:
  vmImage: ubuntu-latest
${embedded ? variables : ''}steps:
  - task: UseNode@1
    inputs:
      version: 22.x
  - script: npm ci
${embedded ? `  - script: ${migrateUp}\n` : ''}  - template: quodsi-db.yml
    parameters:
      urlVariable: ${name}
`;
}

function gitlabPipeline(embedded: boolean, urlVariable: string): string {
  const url = embedded ? embeddedUrl : `$${urlVariable}`;
  const named = embedded || urlVariable !== 'QUODSI_DB_URL';
  return `include:
  - local: quodsi-db.gitlab.yml

quodsi-db:
${named ? `  variables:\n    QUODSI_DB_URL: ${url}\n` : ''}  before_script:
    - npm ci
${embedded ? `    - ${migrateUp}\n` : ''}`;
}
