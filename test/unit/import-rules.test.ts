import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { filesBelow } from '../support/files-below.ts';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/**
 * The parts of src, and which others each may import beside itself; `type` allows types alone. A file belongs to the part with
 * the longest path that it lies below.
 */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  schema: [],
  entities: ['schema'],
  contracts: ['schema'],
  introspect: ['schema', 'database'],
  diff: ['schema'],
  validate: ['schema', 'diff', 'validate/data', 'ddl/literal.ts', 'ddl/name.ts', 'type entities'],
  'validate/data': [
    'schema',
    'diff',
    'validate',
    'database',
    'ddl/literal.ts',
    'ddl/name.ts',
    'type entities',
  ],
  generate: ['schema', 'diff', 'type entities'],
  lint: ['schema', 'diff', 'migrate/source', 'migrate/script'],
  docs: ['schema', 'diff', 'docs/page', 'validate/describe.ts', 'validate/definition-sql.ts', 'ddl/name.ts'],
  // What runs in the reader's browser.
  'docs/page': [],
  database: ['type schema', 'ddl/literal.ts'],
  config: ['type schema'],
  ddl: [],
  // What migrations and seeds share: files with code of the project, loaded, run and watched.
  'project-code': ['database', 'ddl/literal.ts'],
  migrate: ['database', 'project-code', 'contracts', 'ddl/literal.ts', 'ddl/name.ts'],
  'migrate/verify': [
    'schema',
    'database',
    'project-code',
    'migrate',
    'introspect',
    'diff',
    'ddl/name.ts',
    'ddl/schema.ts',
  ],
  seed: ['schema', 'entities', 'database', 'project-code', 'contracts', 'ddl/literal.ts', 'ddl/name.ts'],
  doctor: [
    'schema',
    'database',
    'introspect',
    'migrate',
    'project-code',
    'config/postgres-tls.ts',
    'type config',
    'validate/repair-sql.ts',
    'ddl/name.ts',
  ],
  report: [
    'type schema',
    'type diff',
    'type validate',
    'type migrate',
    'type seed',
    'type doctor',
    'type introspect',
    'type config',
  ],
  cli: [
    'schema',
    'entities',
    'introspect',
    'diff',
    'validate',
    'generate',
    'lint',
    'docs',
    'migrate',
    'seed',
    'project-code',
    'doctor',
    'database',
    'ddl',
    'contracts',
    'report',
    'config',
  ],
  'index.ts': ['schema', 'entities', 'contracts', 'config', 'introspect', 'diff', 'validate', 'generate'],
  'errors.ts': [],
  'error-location.ts': [],
  // The kinds of database that a target can be are words of the model.
  'target.ts': ['type schema'],
};
const anyoneMayImport = ['errors.ts', 'error-location.ts', 'target.ts'];

/** Packages and modules of Node, for each part; those that are to stay free of I/O name them. */
const mayImportPackages: Readonly<Record<string, readonly string[] | 'any'>> = {
  schema: [],
  entities: ['type knex'],
  contracts: ['zod'],
  introspect: ['node:crypto'],
  diff: [],
  validate: [],
  generate: ['prettier', 'fastest-levenshtein', 'pluralize'],
  lint: [],
  docs: ['elkjs', 'node:crypto'],
  'docs/page': [],
  database: 'any',
  config: 'any',
  ddl: ['type knex'],
  'project-code': 'any',
  migrate: 'any',
  seed: 'any',
  doctor: 'any',
  report: ['chalk', 'type sarif'],
  cli: 'any',
  'index.ts': [],
  'errors.ts': [],
  'error-location.ts': ['node:path', 'node:url'],
  'target.ts': [],
};

/** What looks like the number of a server's error and is none, each with the reason. */
const noErrorNumbers: Readonly<Record<string, readonly string[]>> = {
  // The bounds of a smallint, as text.
  'src/introspect/mssql/objects.ts': ["'32767'"],
};

interface Import {
  readonly file: string;
  /** A path below src for ours, a package's name otherwise. */
  readonly what: string;
  readonly ours: boolean;
  readonly typeOnly: boolean;
}

const sources = filesBelow(join(root, 'src'))
  .filter((file) => /\.[cm]?[jt]sx?$/.test(file))
  .map((file) => `src/${file}`);

describe('imports', () => {
  const imports = sources.flatMap(importsOf);

  test('are found, of every form', () => {
    expect(imports.length).toBeGreaterThan(300);
    const written = sources.flatMap((file) => [
      ...codeOf(file).matchAll(/^(?:import|export|\}).*\bfrom '|\b(?:import|require)\(/gm),
    ]);
    expect(imports.length).toBeGreaterThanOrEqual(written.length);
    expect(imports.filter(({ ours, what }) => ours && !existsSync(join(root, 'src', what)))).toEqual([]);
  });

  test.each([
    ['ours', mayImport],
    ['packages', mayImportPackages],
  ])('every file has its rule: %s', (_what, rules) => {
    expect(sources.filter((file) => partOf(rules, belowSrc(file)) === undefined)).toEqual([]);
    expect(Object.keys(rules).filter((part) => !isThere(part))).toEqual([]);
  });

  test('what may be imported is there', () => {
    const named = [...Object.values(mayImport).flat(), ...anyoneMayImport];
    expect(named.filter((rule) => !isThere(rule.replace(/^type /, '')))).toEqual([]);
  });

  test('follow the table: who may import whom', () => {
    const broken = imports
      .filter(({ ours }) => ours)
      .filter(({ file, what, typeOnly }) => {
        const part = partOf(mayImport, belowSrc(file)) ?? '';
        if (partOf(mayImport, what) === part) return false;
        return !allows([...anyoneMayImport, ...(mayImport[part] ?? [])], what, typeOnly);
      });
    expect(broken.map(sentence)).toEqual([]);
  });

  test('what has no I/O imports none', () => {
    const broken = imports
      .filter(({ ours }) => !ours)
      .filter(({ file, what, typeOnly }) => {
        const allowed = mayImportPackages[partOf(mayImportPackages, belowSrc(file)) ?? ''] ?? [];
        return allowed !== 'any' && !allows(allowed, what, typeOnly);
      });
    expect(broken.map(sentence)).toEqual([]);
  });
});

describe('what has one place', () => {
  test.each([
    ['console', /\bconsole\b/, []],
    // `init` writes it into a config file.
    ['the environment', /\bprocess\s*\.\s*env\b/, ['src/config/', 'src/cli/init/project-files.ts']],
    ['exit, arguments and exit code', /\bprocess\s*\.\s*(?:exit|argv|exitCode)\b/, ['src/cli/']],
    ['terminals', /\bisTTY\b/, ['src/cli/']],
  ])('%s', (_name, pattern, places) => {
    const found = sources.filter((file) => pattern.test(codeOf(file)));
    expect(found.filter((file) => !places.some((place) => file.startsWith(place)))).toEqual([]);
  });

  test("numbers of an engine's errors", () => {
    const files = sources.filter((file) => /-errors\.ts$/.test(file));
    expect(files).toHaveLength(2);
    const known = new Set(
      files.flatMap((file) => [...codeOf(file).matchAll(/\b\d{3,5}\b/g)].map(([text]) => text)),
    );
    expect(known.size).toBeGreaterThan(30);
    const found: Record<string, string[]> = {};
    for (const file of sources.filter((source) => !files.includes(source))) {
      const code = codeOf(file);
      const states = [...code.matchAll(/'(?=\w*\d)[0-9A-Z]{5}'/g)].map(([text]) => text);
      const numbers = [...code.replace(/'[^'\n]*'|`[^`]*`/g, '').matchAll(/(?<![\w.])\d{3,5}(?![\w.])/g)]
        .map(([text]) => text)
        .filter((text) => known.has(text));
      if (states.length + numbers.length > 0) found[file] = [...states, ...numbers];
    }
    expect(found).toEqual(noErrorNumbers);
  });
});

/** A source without its comments. */
function codeOf(file: string): string {
  return readFileSync(join(root, file), 'utf8')
    .replace(/\r\n/g, '\n')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/^\s*\/\/.*$/gm, '');
}

function importsOf(file: string): Import[] {
  const code = codeOf(file);
  const statements = [...code.matchAll(/^(?:import|export)\b([\w\s{},*$]*?)(?:\bfrom )?'([^'\n]+)'/gm)].map(
    ([, clause = '', specifier = '']) => ({ clause, specifier }),
  );
  const calls = [...code.matchAll(/\b(?:import|require)\(\s*(?:'([^'\n]+)')?/g)].map(([, specifier]) => ({
    clause: '',
    // What is loaded by a variable is a file of the user, not ours.
    specifier: specifier ?? 'a variable',
  }));
  return [...statements, ...calls].map(({ clause, specifier }) => {
    const ours = specifier.startsWith('.');
    const what = ours
      ? posix.join(posix.dirname(file), specifier).replace(/^src\/|\?text$/g, '')
      : specifier
          .split('/')
          .slice(0, specifier.startsWith('@') ? 2 : 1)
          .join('/');
    return { file, what, ours, typeOnly: isTypeOnly(clause) };
  });
}

/** `type { A }`, or braces in which every name has `type` before it. */
function isTypeOnly(clause: string): boolean {
  if (/^\s*type\b/.test(clause)) return true;
  const names = /^\s*\{([^}]*)\}/.exec(clause)?.[1]?.split(',') ?? [];
  const written = names.map((name) => name.trim()).filter((name) => name !== '');
  return written.length > 0 && written.every((name) => name.startsWith('type '));
}

const belowSrc = (file: string): string => file.replace(/^src\//, '');

const isThere = (part: string): boolean =>
  existsSync(join(root, 'src', part)) || existsSync(join(root, 'src', `${part}.ts`));

/** The part that a file below src belongs to: `validate/data` has validate/data.ts and what lies in validate/data/. */
function partOf(rules: Readonly<Record<string, unknown>>, file: string): string | undefined {
  return Object.keys(rules)
    .filter((part) => file === part || file === `${part}.ts` || file.startsWith(`${part}/`))
    .sort((a, b) => b.length - a.length)[0];
}

function allows(rules: readonly string[], what: string, typeOnly: boolean): boolean {
  return rules.some((rule) => {
    const [, types, path = ''] = /^(type )?(.*)$/.exec(rule) ?? [];
    return (what === path || what.startsWith(`${path}/`)) && (types === undefined || typeOnly);
  });
}

function sentence({ file, what, typeOnly }: Import): string {
  return `${file} imports ${typeOnly ? 'types of ' : ''}${what}`;
}
