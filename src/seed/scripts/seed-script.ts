import type { Knex } from 'knex';
import { type Code, type ImportModule, loadExports, readConfig, refusing } from '../../project-code/code.ts';
import type { CodeFile } from '../../project-code/code-file.ts';

/** When a seed runs: the first time only, again when its file has changed, or each time, as with Knex. */
export type SeedMode = 'once' | 'on-change' | 'always';

/** What a seed says of itself. */
export interface SeedConfig {
  readonly run: SeedMode;
  /** False: it runs outside a transaction, and may be left half done. */
  readonly transaction: boolean;
}

/** A seed file, loaded and ready to run. */
export interface SeedScript {
  readonly file: CodeFile;
  readonly config: SeedConfig;
  readonly code: Code;
}

const usualConfig: SeedConfig = { run: 'always', transaction: true };
const configKeys = { run: ['always', 'once', 'on-change'], transaction: [true, false] };

/** Loads seed files without running anything of them. Throws BAD_SEED, exit code 78. */
export async function loadSeeds(
  files: readonly CodeFile[],
  importModule: ImportModule,
): Promise<SeedScript[]> {
  const seeds: SeedScript[] = [];
  for (const file of files) {
    const { seed, config } = await loadExports(file, 'seed', 'seed', importModule);
    seeds.push({
      file,
      config: {
        ...usualConfig,
        ...(readConfig(config, configKeys, refusing('seed', file)) as Partial<SeedConfig>),
      },
      code: { kind: 'seed', file, name: 'seed', batch: false, call: seed as (knex: Knex) => unknown },
    });
  }
  return seeds;
}
