// The ways to migrate that are measured: the least that a program can do, ours, and those of peers that are there.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installedPeers } from '../peers/install.mjs';
import { writeKnexMigrations } from '../peers/migrate.mjs';
import { benchMigrations } from './migrations.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const command = join(root, 'bin', 'quodsi-db.js');

const own = {
  bare: { ...bare('bare program', './bare.mjs'), version: ['-e', '0'], help: ['-e', '0'] },
  'bare-knex': bare('bare program with Knex', './bare-knex.mjs'),
  'quodsi-db': quodsiDb('quodsi-db', 'migration', []),
  'quodsi-db-sql': quodsiDb('quodsi-db, files of SQL', 'migration', [], writeSqlMigrations),
  'quodsi-db-all': quodsiDb('quodsi-db --tx-mode all', 'run', ['--tx-mode', 'all']),
};

function bare(name, program) {
  return {
    name,
    transaction: 'migration',
    probe: async () => process.versions.node,
    command: (args) => [process.execPath, ...args],
    up: [fileURLToPath(new URL(program, import.meta.url))],
    environment: (url) => ({ BENCH_URL: url }),
    write: writeKnexMigrations,
  };
}

function writeSqlMigrations(write, migrations) {
  for (const { name, statements, revert } of migrations) {
    write(`migrations/${name}.sql`, `-- up\n${statements.join(';\n')};\n-- down\n${revert};\n`);
  }
}

function quodsiDb(name, transaction, flags, writeMigrations = writeKnexMigrations) {
  // How transactions are made, and migrations written, makes no difference to them.
  const isFirst = flags.length === 0 && writeMigrations === writeKnexMigrations;
  return {
    name,
    transaction,
    async probe({ runProcess }) {
      const { ok, output } = await runProcess([process.execPath, command, '--version'], { cwd: root });
      if (!ok) throw new Error(output.trim());
      return output.trim();
    },
    command: (args) => [process.execPath, command, ...args],
    version: isFirst ? ['--version'] : undefined,
    help: isFirst ? ['--help'] : undefined,
    up: ['migrate', 'up', '--quiet', ...flags],
    environment: (url) => ({ QUODSI_DB_URL: url }),
    write: writeMigrations,
  };
}

/**
 * The ways by their ids, each with its version; a peer that is not there is told in one line and left out. The bare program
 * always is the first: it is what others are measured by.
 */
export async function findWays({ only, install, runProcess, warn }) {
  const { peers } = await installedPeers('migrate', { install });
  const all = { ...own, ...peers };
  const unknown = (only ?? []).filter((id) => !(id in all));
  if (unknown.length > 0)
    throw new Error(`there is no ${unknown[0]}; there are ${Object.keys(all).join(', ')}`);
  const ways = [];
  for (const [id, way] of Object.entries(all)) {
    if (only !== undefined && id !== 'bare' && !only.includes(id)) continue;
    try {
      ways.push({ id, ...way, release: await way.probe({ runProcess }) });
    } catch (error) {
      if (id in own) throw error;
      warn(`${way.name} is left out: ${error.message}`);
    }
  }
  return ways;
}

/** A folder with a way's project and so many migrations. */
export function writeProject(way, count) {
  const folder = mkdtempSync(join(tmpdir(), 'quodsi-db-bench-'));
  const write = (path, text) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  symlinkSync(join(root, 'bench', 'peers', 'node_modules'), join(folder, 'node_modules'), 'junction');
  write('package.json', '{ "type": "commonjs", "private": true }\n');
  way.write(write, benchMigrations(count));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
