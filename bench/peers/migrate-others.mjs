// How peers migrate that are no programs of Node.js; in the shape of those in migrate.mjs.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { installedVersion } from './install.mjs';

const require = createRequire(import.meta.url);

/** The program itself: what npm puts before it is a program of Node.js that starts it, which would be counted. */
const dbmateProgram = () =>
  require.resolve(
    `@dbmate/${process.platform}-${process.arch}/bin/dbmate${process.platform === 'win32' ? '.exe' : ''}`,
  );

export const dbmate = {
  name: 'dbmate',
  transaction: 'migration',
  async probe() {
    try {
      dbmateProgram();
    } catch {
      throw new Error('dbmate is not installed in bench/peers for this platform');
    }
    return installedVersion('dbmate');
  },
  command: (args) => [dbmateProgram(), ...args],
  version: ['--version'],
  help: ['--help'],
  // Without a dump of the schema after it, which no other writes.
  up: ['--migrations-dir', 'migrations', '--no-dump-schema', 'migrate'],
  environment: (url) => ({ DATABASE_URL: `${url}?sslmode=disable` }),
  write(write, migrations) {
    for (const { name, statements, revert } of migrations) {
      const up = statements.map((sql) => `${sql};\n`).join('');
      write(`migrations/${name}.sql`, `-- migrate:up\n${up}\n-- migrate:down\n${revert};\n`);
    }
  },
};

const environmentPy = `import os
from alembic import context
from sqlalchemy import create_engine, pool

engine = create_engine(os.environ['BENCH_URL'], poolclass=pool.NullPool)
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=None)
    with context.begin_transaction():
        context.run_migrations()
`;

/** The first Python that has what Alembic needs: one that a version manager put first may not. */
let python;

export const alembic = {
  name: 'Alembic',
  transaction: 'run',
  async probe() {
    const ask = 'import alembic, psycopg2; print(alembic.__version__)';
    for (const candidate of ['python3', '/usr/bin/python3', 'python']) {
      const { status, stdout } = spawnSync(candidate, ['-c', ask], { encoding: 'utf8' });
      if (status !== 0) continue;
      python = candidate;
      return stdout.trim();
    }
    throw new Error('python3 has no alembic and psycopg2 (Debian: python3-alembic, python3-psycopg2)');
  },
  command: (args) => [python, '-m', 'alembic', ...args],
  version: ['--version'],
  help: ['--help'],
  up: ['upgrade', 'head'],
  environment: (url) => ({ BENCH_URL: url.replace(/^postgres(?:ql)?:/, 'postgresql+psycopg2:') }),
  write(write, migrations) {
    write('alembic.ini', '[alembic]\nscript_location = migrations\n');
    write('migrations/env.py', environmentPy);
    for (const { number, name, statements, revert } of migrations) {
      const previous = number === 1 ? 'None' : `'t${number - 1}'`;
      const up = statements.map((sql) => `    op.execute(${JSON.stringify(sql)})\n`).join('');
      write(
        `migrations/versions/${name}.py`,
        `from alembic import op

revision = 't${number}'
down_revision = ${previous}


def upgrade():
${up}

def downgrade():
    op.execute(${JSON.stringify(revert)})
`,
      );
    }
  },
};
