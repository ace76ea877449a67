import type { Entity, EntityColumn } from 'quodsi-db';
import type { Sample } from './contracts-samples.ts';

/**
 * Why the column would refuse the value, as the stricter of SQL Server and PostgreSQL does; undefined when both
 * take it. What a server would alter without a word (a third decimal, a number written into text) counts as refused.
 */
export function refusal(column: EntityColumn, value: unknown): string | undefined {
  if (value === null) return column.nullable ? undefined : 'null in a column that is not null';
  const fault = typeRefusal(column, value);
  if (fault !== undefined) return fault;
  if (column.oneOf && !column.oneOf.includes(String(value))) return 'not in the list of the check';
  if (column.json && !isJsonContainer(String(value))) return 'not a JSON object or array';
  return undefined;
}

function typeRefusal({ type }: EntityColumn, value: unknown): string | undefined {
  switch (type.kind) {
    case 'uuid':
      return typeof value === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)
        ? undefined
        : 'no uuid';
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'no boolean';
    case 'int':
      return Number.isInteger(value) && Math.abs(Number(value) + 0.5) < 2 ** 31 ? undefined : 'no int';
    case 'bigint':
      return typeof value === 'string' &&
        /^-?\d+$/.test(value) &&
        BigInt.asIntN(64, BigInt(value)) === BigInt(value)
        ? undefined
        : 'no bigint';
    case 'decimal': {
      const limit = 10 ** (type.precision - type.scale);
      const fits = typeof value === 'number' && Math.abs(value) < limit;
      return fits && Number(value.toFixed(type.scale)) === value ? undefined : 'no such decimal';
    }
    case 'timestamp':
      return value instanceof Date && value.getTime() >= Date.UTC(1753) && value.getTime() < Date.UTC(10000)
        ? undefined
        : 'no moment that Knex can send to both engines';
    case 'string':
    case 'text':
      if (typeof value !== 'string') return 'no text';
      if (value.includes('\u0000')) return 'U+0000';
      if (/\p{Surrogate}/u.test(value)) return 'half of a character';
      return type.kind === 'string' && value.length > type.length ? `longer than ${type.length}` : undefined;
    case 'native':
      return 'native types are not compared';
  }
}

function isJsonContainer(text: string): boolean {
  try {
    return typeof JSON.parse(text) === 'object' && JSON.parse(text) !== null;
  } catch {
    return false;
  }
}

const lengths = [0, 1, 2, 19, 20, 21, 49, 50, 51, 99, 100, 101, 254, 255, 256, 3999, 4000, 4001];

/** Values of every kind, with those at each edge that a column of ours has. */
export const probes: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  0.001,
  0.01,
  2 ** 31 - 1,
  2 ** 31,
  -(2 ** 31),
  -(2 ** 31) - 1,
  99_999_999.99,
  99_999_999.999,
  100_000_000,
  -100_000_000,
  Number.MAX_SAFE_INTEGER,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  2n ** 63n - 1n,
  2n ** 63n,
  -(2n ** 63n),
  -(2n ** 63n) - 1n,
  '9223372036854775807',
  '9223372036854775808',
  '1.00',
  '1.005',
  '-1e3',
  new Date(0),
  new Date(Number.NaN),
  new Date(-8.64e15),
  new Date(8.64e15),
  new Date(Date.UTC(1752, 11, 31)),
  new Date(Date.UTC(10000, 0)),
  '2024-02-30T00:00:00Z',
  '2024-02-29T23:59:59.999+14:00',
  '9999-12-31T23:59:59-14:00',
  '2024-01-01',
  '2024-01-01T00:00:00',
  '0195f2f4-1c3a-7c1e-9d4b-0123456789ab',
  '0195F2F4-1C3A-0C1E-0D4B-0123456789AB',
  '{0195f2f4-1c3a-7c1e-9d4b-0123456789ab}',
  '0195f2f41c3a7c1e9d4b0123456789ab',
  'trial',
  'active',
  'Active',
  'deleted',
  'invited',
  'ann@example.com',
  ' ann@example.com ',
  'ann@',
  'a\u0000b',
  'a\ud800b',
  '\udc00',
  '{}',
  '[]',
  '"text"',
  'null',
  '{bad}',
  '{"a":"\u0000"}',
  [],
  ['x'],
  {},
  Symbol('x'),
  ...lengths.flatMap((length) => [
    'x'.repeat(length),
    `${'x'.repeat(Math.max(length - 1, 0))} `,
    '😀'.repeat(Math.ceil(length / 2)),
    `${'a'.repeat(Math.max(length - 12, 0))}@example.com`,
    `[${' '.repeat(Math.max(length - 2, 0))}]`,
  ]),
];

/** The column behind a field of a contract; null for a field that is no column. */
export function columnOf({ entity, elsewhere }: Sample, field: string): EntityColumn | null {
  const place =
    elsewhere !== undefined && Object.hasOwn(elsewhere, field) ? elsewhere[field] : [entity, field];
  if (place === null || place === undefined) return null;
  const [table, name] = place as readonly [Entity, string];
  const column = table.columns[name];
  if (column === undefined) throw new Error(`${table.table} has no column ${name}`);
  return column;
}

/** What the contract lets through that the table would refuse: a line for each field and value. */
export function leaks(sample: Sample): string[] {
  const found: string[] = [];
  for (const field of Object.keys(sample.sample)) {
    const column = columnOf(sample, field);
    if (column === null) continue;
    for (const probe of [undefined, ...probes]) {
      const parsed = sample.contract.safeParse({ ...sample.sample, [field]: probe });
      if (!parsed.success) continue;
      const value = (parsed.data as Record<string, unknown>)[field];
      const fault = value === undefined ? undefined : refusal(column, value);
      if (fault !== undefined) found.push(`${field}: ${String(probe).slice(0, 40)}: ${fault}`);
    }
  }
  return found;
}
