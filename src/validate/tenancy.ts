import type { Entity } from '../entities/entity.ts';
import type { Schema, Server, Table } from '../schema/model.ts';
import { normalize } from '../schema/normalize.ts';
import { nameKey, serverOf, storedName } from '../schema/server.ts';
import type { Finding, Rule, SkippedFact, Validation } from './finding.ts';
import { undeclaredTenantTable, undeclaredTenantTables } from './rules/undeclared-tenant-table.ts';
import type { TenancyFault, TenancyRule, TenancySubject } from './tenancy/subject.ts';
import { tableRules } from './tenancy-rules.ts';
import { tenantsTable } from './tenants-table.ts';

export interface TenancyOptions {
  /** Rules of `tenancyRules` to look at. */
  readonly rules: readonly Rule[];
  /** Whether an object is left out: `schema.table`, `schema.table.name`. */
  readonly isIgnored?: (object: string) => boolean;
}

/**
 * Whether the tables keep tenants apart, as they are and as they are declared: what both get wrong is told once, of the
 * database, and what only the entity gets wrong, of the entity.
 *
 * @param declared the entities' schema
 * @param live what `introspect` gave
 */
export function validateTenancy(
  entities: readonly Entity[],
  declared: Schema,
  live: Schema,
  { rules, isIgnored = () => false }: TenancyOptions,
): Validation {
  const server = serverOf(live);
  const actual = normalize(live, server);
  const desired = normalize(declared, server);
  const wanted = new Set(rules.map(({ id }) => id));
  const active = tableRules.filter(({ id }) => wanted.has(id));
  const findings: Finding[] = [];
  const skipped: SkippedFact[] = [];
  const seen = new Set<Table>();
  for (const entity of entities) {
    const applied = active.filter(({ tenantScoped }) => entity.scope === 'tenant' || !tenantScoped);
    const there = subjectOf(entity, actual, server);
    const intended = subjectOf(entity, desired, server);
    if (there !== undefined) seen.add(there.table);
    const [first] = applied;
    if (first !== undefined && there === undefined && intended !== undefined) {
      const { schema, name } = intended.object;
      const fact = 'tenancy: the table is not there, see "validate schema"';
      skipped.push({ rule: first.id, object: `${schema}.${name}`, fact, reason: 'schema' });
    }
    for (const rule of applied) findings.push(...ruleFindings(rule, there, intended));
  }
  if (wanted.has(undeclaredTenantTable.id)) {
    const others = actual.tables.filter((table) => !seen.has(table));
    findings.push(...undeclaredTenantTables(others, sameNames(server)));
  }
  const isWanted = ({ object }: { readonly object: string }) => !isIgnored(object);
  return { findings: findings.filter(isWanted), skipped: skipped.filter(isWanted) };
}

const sameNames = (server: Server) => (a: string, b: string) =>
  nameKey(storedName(a, server), server) === nameKey(storedName(b, server), server);

function subjectOf(entity: Entity, schema: Schema, server: Server): TenancySubject | undefined {
  const same = sameNames(server);
  const find = (space: string | undefined, name: string) =>
    schema.tables.find(
      (table) =>
        same(table.schema ?? server.defaultSchema, space ?? server.defaultSchema) && same(table.name, name),
    );
  const table = find(entity.schema, entity.table);
  if (table === undefined) return undefined;
  const key = entity.foreignKeys.find(({ columns }) => columns.length === 1 && columns[0] === 'tenant_id');
  const { schema: space, table: tenants } = key?.references ?? { schema: undefined, table: tenantsTable };
  return {
    entity,
    table,
    dialect: schema.dialect,
    object: { schema: table.schema ?? server.defaultSchema, name: table.name },
    tenants: find(space, tenants),
    column: (name) => table.columns.find((column) => same(column.name, name)),
    same,
  };
}

function ruleFindings(
  rule: TenancyRule,
  there: TenancySubject | undefined,
  intended: TenancySubject | undefined,
): Finding[] {
  const declared = intended === undefined ? [] : rule.check(intended);
  const actual = there === undefined ? [] : rule.check(there);
  const isAlso = (others: readonly TenancyFault[], { name }: TenancyFault) =>
    others.some((other) => other.name === name);
  return [
    ...actual.map((fault) =>
      finding(
        rule,
        there,
        fault,
        isAlso(declared, fault) ? 'Correct the entity first, which declares it so.' : '',
      ),
    ),
    ...declared
      .filter((fault) => !isAlso(actual, fault))
      .map(({ advice: _, ...fault }) =>
        finding(
          rule,
          intended,
          { ...fault, message: `as declared, ${fault.message}` },
          'Correct the entity.',
        ),
      ),
  ];
}

function finding(
  { id, severity }: TenancyRule,
  subject: TenancySubject | undefined,
  { name, advice, ...fault }: TenancyFault,
  first: string,
): Finding {
  const { schema = '', name: table = '' } = subject?.object ?? {};
  const lines = [first, advice ?? ''].filter((line) => line !== '');
  return {
    rule: id,
    severity: severity === 'off' ? 'error' : severity,
    object: name === undefined ? `${schema}.${table}` : `${schema}.${table}.${name}`,
    ...fault,
    ...(lines.length === 0 ? {} : { advice: lines.join('\n') }),
  };
}
