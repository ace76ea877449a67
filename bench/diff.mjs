// What comparing two schemas costs by their size: time for each table should not grow with the number of tables.
// One side is written as entities are, the other as SQL Server stores it, so that expressions are read and compared.
// Usage: node bench/diff.mjs [tables …=1000 5000 20000] [--rounds=5]
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

// As the command line has it: bundled, without a compiler between the modules.
const { outputFiles } = await build({
  entryPoints: [fileURLToPath(new URL('../src/diff/diff.ts', import.meta.url))],
  bundle: true,
  platform: 'node',
  format: 'esm',
  write: false,
});
const [bundle] = outputFiles;
const { diff } = await import(`data:text/javascript,${encodeURIComponent(bundle.text)}`);

const args = process.argv.slice(2);
const rounds = Number(args.find((arg) => arg.startsWith('--rounds='))?.slice('--rounds='.length) ?? 5);
const given = args.filter((arg) => /^\d+$/.test(arg)).map(Number);
const sizes = given.length > 0 ? given : [1000, 5000, 20_000];

const uuid = { kind: 'uuid' };
const timestamp = { kind: 'timestamp', precision: 3 };
const string = (length) => ({ kind: 'string', length });
const key = (name) => ({ name, descending: false });

/** A table of 10 columns, 2 foreign keys, 3 indexes and a check; each hundredth differs in the length of a column. */
function table(number, stored) {
  const name = `t${number}`;
  const previous = `t${Math.max(0, number - 1)}`;
  const value = (column, written, kept) => ({
    default: { name: `df_${name}_${column}`, expression: stored ? kept : written },
  });
  const refers = (column, target) => ({
    name: `fk_${name}_${column}`,
    columns: [column],
    references: { table: target, columns: ['id'] },
    onDelete: 'no action',
    onUpdate: 'no action',
  });
  const index = (suffix, columns, more) => ({
    name: `ix_${name}_${suffix}`,
    columns,
    include: [],
    unique: false,
    clustered: false,
    ...more,
  });
  const column = (name, type, nullable, more) => ({ name, type, nullable, ...more });
  return {
    name,
    columns: [
      column('id', uuid, false, value('id', 'NEWID()', '(newid())')),
      column('index_id', { kind: 'bigint' }, false, { identity: { seed: 1, increment: 1 } }),
      column('tenant_id', uuid, false),
      column('parent_id', uuid, true),
      column('name', string(stored && number % 100 === 0 ? 200 : 255), false),
      column('status', string(20), false, value('status', "N'trial'", "(N'trial')")),
      column('amount', { kind: 'decimal', precision: 10, scale: 2 }, true, value('amount', '1.0', '((1.0))')),
      column('created_at', timestamp, false, value('created_at', 'SYSUTCDATETIME()', '(sysutcdatetime())')),
      column('is_deleted', { kind: 'boolean' }, false, value('is_deleted', '0', '((0))')),
      column('note', { kind: 'text' }, true),
    ],
    primaryKey: { name: `pk_${name}`, columns: ['id'], clustered: false },
    uniques: [],
    indexes: [
      index('index_id', [key('index_id')], { unique: true, clustered: true }),
      index('tenant_active', [key('tenant_id'), key('is_deleted'), key('index_id')], {
        filter: stored ? '([is_deleted]=(0))' : 'is_deleted = 0',
      }),
      index('name', [{ name: 'name', descending: true }], { include: ['note'] }),
    ],
    foreignKeys: [refers('tenant_id', 't0'), refers('parent_id', previous)],
    checks: [
      {
        name: `ck_${name}_status`,
        expression: stored
          ? "([status]=N'suspended' OR [status]=N'active' OR [status]=N'trial')"
          : "status IN (N'trial', N'active', N'suspended')",
      },
    ],
  };
}

const schema = (tables, stored) => ({
  dialect: 'mssql',
  origin: stored ? 'database' : 'declared',
  tables: Array.from({ length: tables }, (_, number) => table(number, stored)),
});

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

process.stdout.write(`diff, Node.js ${process.versions.node}, processor time, median of ${rounds}\n`);
for (const tables of sizes) {
  const [actual, desired] = [schema(tables, true), schema(tables, false)];
  const times = [];
  let changes = 0;
  for (let round = 0; round < rounds; round += 1) {
    // Processor time: on a busy machine the clock tells what others do.
    const start = process.cpuUsage();
    changes = diff(actual, desired).changes.length;
    const { user, system } = process.cpuUsage(start);
    times.push((user + system) / 1000);
  }
  const time = median(times);
  process.stdout.write(
    `${String(tables).padStart(6)} tables${time.toFixed(0).padStart(7)} ms${((time / tables) * 1000).toFixed(0).padStart(6)} µs a table  ${changes} changes\n`,
  );
}
