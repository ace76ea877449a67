import { transformSync } from 'esbuild';
import type { Knex } from 'knex';
import * as ddl from '../../src/ddl/index.ts';

export interface GeneratedMigration {
  readonly up: (knex: Knex) => Promise<void>;
  readonly down: (knex: Knex) => Promise<void>;
}

/** The functions of a migration's TypeScript, with the helpers of this checkout. */
export function loadGenerated(source: string): GeneratedMigration {
  const { code } = transformSync(source, { loader: 'ts', format: 'cjs' });
  const module = { exports: {} };
  const require = (name: string): unknown => {
    if (name !== 'quodsi-db/ddl') throw new Error(`a generated migration imports ${name}`);
    return ddl;
  };
  new Function('module', 'exports', 'require', code)(module, module.exports, require);
  return module.exports as GeneratedMigration;
}
