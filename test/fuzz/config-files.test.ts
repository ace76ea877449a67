import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { checkConfig } from '../../src/config/check.ts';
import { readEnvFile } from '../../src/config/environment.ts';
import { loadProject } from '../../src/config/load.ts';
import { QuodsiDbError } from '../../src/errors.ts';
import { anyText, attempt, holds, holdsLater, patience, told } from '../support/fuzz.ts';

const keys = [
  ...[
    'url',
    'environments',
    'prod',
    'protected',
    'project',
    'migrations',
    'directory',
    'table',
    'entities',
    'seeds',
    'validate',
  ],
  ...[
    'rules',
    'statementTimeout',
    'statementLockTimeout',
    '$schema',
    '__proto__',
    'constructor',
    'toString',
    'Url',
    'migration',
  ],
];
const secret = 'postgres://app:Zq7-not-to-be-seen@host/shop';

/** Anything that JSON can hold, under keys that are known, nearly known, or of no kind. */
const values = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<unknown>(
      null,
      true,
      false,
      0,
      -1,
      1e308,
      '',
      secret,
      'public.t',
      'a.b.c',
      '30s',
      'error',
      '\0',
    ),
    fc.string({ unit: 'binary', maxLength: 70 }),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.oneof(fc.constantFrom(...keys), fc.string({ maxLength: 5 })), tie('value'), {
      maxKeys: 5,
    }),
  ),
})).value;

const durations = fc
  .tuple(fc.nat(500), fc.constantFrom('', 'ms', 's', ' min', 'h'))
  .map((parts) => parts.join(''));
const limits = { statementTimeout: durations, statementLockTimeout: durations };
const texts = fc
  .string({ unit: fc.constantFrom(...'abz09_-äß😀 /'), minLength: 1, maxLength: 12 })
  .map((text) => `x${text}x`);
const table = texts.map((text) => [...text].slice(0, 5).join('').trim());
const valid = fc.record(
  {
    url: texts,
    project: texts,
    protected: fc.boolean(),
    ...limits,
    environments: fc.dictionary(
      texts,
      fc.record({ url: texts, protected: fc.boolean(), ...limits }, { requiredKeys: [] }),
      { maxKeys: 3 },
    ),
    migrations: fc.record({
      directory: texts,
      table: fc.oneof(
        table,
        fc.tuple(table, table).map((both) => both.join('.')),
      ),
    }),
    seeds: fc.record({ directory: texts }),
    entities: fc.oneof(texts, fc.array(texts, { maxLength: 3 })),
    validate: fc.record({
      rules: fc.dictionary(texts, fc.constantFrom('error', 'warning', 'info', 'off'), { maxKeys: 3 }),
    }),
  },
  { requiredKeys: [] },
);

const folder = mkdtempSync(join(tmpdir(), 'quodsi-db-fuzz-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const load = (env: NodeJS.ProcessEnv = {}) =>
  loadProject({ cwd: folder, configPath: 'quodsi-db.config.json', env, aliases: {} });

describe('a config', () => {
  it(
    'of any content is taken, or refused with what is wrong, and shows no value',
    () => {
      holds(values, (value) => {
        const result = attempt(() => checkConfig(value, 'quodsi-db.config.json'));
        if ('value' in result) return;
        expect(result.error.code).toBe('BAD_CONFIG');
        expect(told(result.error)).not.toContain('Zq7');
      });
    },
    patience,
  );

  it(
    'that was printed as JSON is read as it was',
    async () => {
      await holdsLater(valid, async (config) => {
        writeFileSync(join(folder, 'quodsi-db.config.json'), JSON.stringify(config));
        const project = await load();
        expect(checkConfig(config, 'x')).toMatchObject(config);
        expect(project.protected).toBe(config.protected ?? false);
        expect(project.project).toBe(config.project ?? null);
        expect(project.environments).toEqual(Object.keys(config.environments ?? {}));
        expect(project.migrations.table).toBe(config.migrations?.table ?? 'quodsi_db_migrations');
      });
    },
    patience,
  );

  const json = fc.oneof(
    fc
      .tuple(valid, fc.nat(), anyText(['"', '{', '}', '[', ',', ':', '//', 'url', '\\'], 3))
      .map(([config, at, more]) => {
        const text = JSON.stringify({ ...config, url: secret });
        const place = at % (text.length + 1);
        return text.slice(0, place) + more + text.slice(place + 1);
      }),
    anyText(['{', '}', '"url"', ':', `"${secret}"`, ',', '[', ']', 'null', '1e', '"\\u12']),
  );
  it(
    'of damaged JSON is told by its place, and not by its content',
    async () => {
      await holdsLater(json, async (text) => {
        writeFileSync(join(folder, 'quodsi-db.config.json'), text);
        try {
          await load();
        } catch (error) {
          if (!(error instanceof QuodsiDbError)) throw error;
          expect(error.exitCode).toBe(78);
          expect(told(error)).not.toContain('Zq7');
        }
      });
    },
    patience,
  );
});

describe('a file .env', () => {
  it(
    'of any content is read',
    () => {
      holds(
        anyText(['QUODSI_DB_URL', '=', '"', "'", '`', '#', 'export ', '\n', '\\', '$', '{X}', ' ']),
        (text) => {
          writeFileSync(join(folder, '.env'), text);
          attempt(() => readEnvFile(folder));
        },
      );
      rmSync(join(folder, '.env'));
    },
    patience,
  );
});
