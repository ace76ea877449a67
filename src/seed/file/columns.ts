import { distance } from 'fastest-levenshtein';
import { Tenant } from '../../entities/tenant.ts';
import { User } from '../../entities/user.ts';
import { type ColumnType, columnTypes } from '../../schema/column-type.ts';

export const seedTables = ['tenants', 'users'] as const;
export type SeedTableName = (typeof seedTables)[number];

/** A user's tenant by its slug; a file may call it `tenant` too. */
export const tenantSlug = 'tenant_slug';

/** What a rejected row was told; a file of them, mended, is read again. */
export const reasonColumn = 'reason';

/** The member by which a row of JSON says what it is, where the file holds both. */
export const tableMember = 'table';

/** What a column of a file may hold. */
export interface FileColumn {
  readonly name: string;
  readonly type: ColumnType;
  /** The words that it chooses from. */
  readonly oneOf?: readonly string[];
  /** Text that is JSON: a file of JSON may have the object itself. */
  readonly json: boolean;
}

/** What a name in the header of a CSV, or a member of a JSON object, stands for. */
export type NamedColumn =
  | { readonly kind: 'column'; readonly column: FileColumn }
  /** No column of the table, but known. */
  | { readonly kind: typeof reasonColumn | typeof tableMember }
  /** `meant` is the column that the name is probably a slip of. */
  | { readonly kind: 'unknown'; readonly message: string; readonly meant: FileColumn | undefined };

const counted = 'index_id';

const columnsOf: Readonly<Record<SeedTableName, readonly FileColumn[]>> = {
  tenants: fileColumns(Tenant.columns),
  users: [...fileColumns(User.columns), { name: tenantSlug, type: columnTypes.string(100), json: false }],
};

const byColumn: Readonly<Record<SeedTableName, ReadonlyMap<string, FileColumn>>> = {
  tenants: new Map(columnsOf.tenants.map((column) => [column.name, column])),
  users: new Map(columnsOf.users.map((column) => [column.name, column])),
};

const byName: Readonly<Record<SeedTableName, ReadonlyMap<string, FileColumn>>> = {
  tenants: new Map(columnsOf.tenants.map((column) => [plain(column.name), column])),
  users: new Map(
    columnsOf.users.flatMap((column) => [
      [plain(column.name), column] as const,
      ...(column.name === tenantSlug ? [[plain('tenant'), column] as const] : []),
    ]),
  ),
};

function fileColumns(columns: (typeof Tenant | typeof User)['columns']): FileColumn[] {
  return Object.entries(columns)
    .filter(([name]) => name !== counted)
    .map(([name, column]) => ({
      name,
      type: column.type,
      json: 'json' in column && column.json === true,
      ...('oneOf' in column ? { oneOf: column.oneOf } : {}),
    }));
}

/** Case, spaces, underscores and hyphens do not count: `E-Mail`, `displayName`. */
export function plain(name: string): string {
  return name.toLowerCase().replace(/[\s_-]+/g, '');
}

/** The column of exactly that name. */
export function columnNamed(table: SeedTableName, name: string): FileColumn | undefined {
  return byColumn[table].get(name);
}

/** Finds the column that a name of the file stands for. */
export function nameColumn(table: SeedTableName, written: string): NamedColumn {
  const before = found[table].get(written);
  if (before !== undefined) return before;
  const named = findColumn(table, plain(written));
  // A file may have a new name in each row.
  if (found[table].size < 1000) found[table].set(written, named);
  return named;
}

// Rows of JSON repeat their names a million times.
const found: Readonly<Record<SeedTableName, Map<string, NamedColumn>>> = {
  tenants: new Map(),
  users: new Map(),
};

function findColumn(table: SeedTableName, name: string): NamedColumn {
  const column = byName[table].get(name);
  if (column !== undefined) return { kind: 'column', column };
  if (name === reasonColumn || name === tableMember) return { kind: name };
  if (name === plain(counted)) {
    return { kind: 'unknown', message: 'is counted by the server: leave it out', meant: undefined };
  }
  const nearest = [...byName[table]]
    .map(([known, of]) => ({ of, steps: distance(name, known) }))
    .reduce((best, each) => (each.steps < best.steps ? each : best));
  return {
    kind: 'unknown',
    message: `${table} has no such column; the nearest is "${nearest.of.name}"`,
    meant: nearest.steps <= Math.max(2, Math.floor(name.length / 3)) ? nearest.of : undefined,
  };
}

/** The table that the names speak of; undefined where they fit both or neither. */
export function tableOf(names: readonly string[]): SeedTableName | undefined {
  const known = (table: SeedTableName) =>
    names.filter((name) => nameColumn(table, name).kind === 'column').length;
  const [tenants, users] = [known('tenants'), known('users')];
  return tenants === users ? undefined : tenants > users ? 'tenants' : 'users';
}

/** `tenants` or `users`, in any case; undefined for anything else. */
export function tableNamed(word: unknown): SeedTableName | undefined {
  return seedTables.find((table) => typeof word === 'string' && table === word.trim().toLowerCase());
}
