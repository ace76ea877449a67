import { writeCode } from '../../project-code/write-code.ts';

const config = `// 'always' runs it with every "seed run", so that it has to bear running twice; 'once' runs it a first time only,
// and 'on-change' again when this file has changed.
export const config = { run: 'always' };
`;

const templates = {
  ts: `import type { Knex } from 'knex';

${config}
export async function seed(knex: Knex): Promise<void> {

}
`,
  js: `${config}
/** @param {import('knex').Knex} knex */
export async function seed(knex) {

}
`,
} as const;

/** Writes an empty seed file, named so that it runs after all others; resolves to its path. */
export function makeSeed(
  directory: string,
  title: string,
  language: 'ts' | 'js',
  now: Date,
): Promise<string> {
  return writeCode(
    directory,
    { kind: 'seed', title, extension: language, content: templates[language] },
    now,
  );
}
