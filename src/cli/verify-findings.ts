import type { Change, Skip } from '../diff/change.ts';
import { messageOf } from '../errors.ts';
import type { Comparison } from '../migrate/verify/dump.ts';
import type { Loss } from '../migrate/verify/losses.ts';
import type { RowLoss } from '../migrate/verify/rows/compare-rows.ts';
import { unexplainedLosses, type Verification } from '../migrate/verify/verify.ts';
import type { Dialect } from '../target.ts';
import { describeObject, objectPath, sideTypes } from '../validate/change-findings.ts';
import { describeFacets } from '../validate/describe.ts';
import type { Finding, Severity, SkippedFact, Validation } from '../validate/finding.ts';
import { type VerifyRule, verifyRules } from '../validate/verify-rules.ts';

type Told = Pick<Finding, 'object' | 'message'> & Partial<Finding>;

const severityOf = new Map<VerifyRule, Severity>(verifyRules.map(({ id, severity }) => [id, severity]));

/** What a verification says of the migrations, as findings. A table that got no rows is told once. */
export function verifyFindings(results: readonly Verification[], dialect: Dialect): Validation {
  const barren = new Set<string>();
  const findings = results.flatMap((result) => [
    ...ofDirections(result),
    ...ofComparison(result, result.afterDown, afterDown, dialect),
    ...ofComparison(result, result.afterUp, afterUp, dialect),
    ...ofRows(result, barren),
    ...ofLosses(result),
  ]);
  const skipped = results.flatMap(({ afterDown: down, afterUp: up }) => [
    ...(down?.skipped ?? []).map((skip) => skippedFact('restored-otherwise', skip)),
    ...(up?.skipped ?? []).map((skip) => skippedFact('different-second-up', skip)),
  ]);
  return { findings, skipped };
}

function told({ migration }: Verification, rule: VerifyRule, finding: Told): Finding {
  const location = { file: migration.file.path, line: 1 };
  return { rule, severity: severityOf.get(rule) ?? 'error', location, ...finding };
}

function ofDirections(result: Verification): Finding[] {
  const { migration, failed, status, rows } = result;
  const { name } = migration.file;
  const findings: Finding[] = [];
  if (migration.down === null && status === 'irreversible') {
    findings.push(
      told(result, 'no-down', {
        object: name,
        message: `migration ${name} has no down`,
        advice: 'write its down; where there is none for good, set the rule no-down to warning or off',
      }),
    );
  }
  if (failed?.direction === 'down') {
    findings.push(
      told(result, 'failing-down', {
        object: name,
        message: `down of migration ${name} fails`,
        actual: reasonOf(failed.error),
      }),
    );
  }
  if (failed?.direction === 'up' && status !== 'failed') {
    findings.push(
      told(result, 'failing-second-up', {
        object: name,
        message: `up of migration ${name} fails after its down`,
        actual: reasonOf(failed.error),
        advice: 'down leaves something that is not seen here, such as an extension or a row',
      }),
    );
  }
  if (rows?.failed) {
    const { direction, error } = rows.failed;
    findings.push(
      told(result, 'fails-on-rows', {
        object: name,
        message: `${direction} of migration ${name} works on empty tables and fails on rows`,
        actual: reasonOf(error),
        advice:
          'a new column that is NOT NULL needs a default or a backfill first, and so does one that down brings back',
      }),
    );
  }
  return findings;
}

/** The database's own words, without the name of the migration that stands before them anyway. */
function reasonOf(error: unknown): string {
  return messageOf(error).replace(/^migration .*? failed in (?:up|down): /, '');
}

interface When {
  readonly words: (name: string) => string;
  readonly added: VerifyRule;
  readonly dropped: VerifyRule;
  readonly modified: VerifyRule;
  readonly reworded: VerifyRule;
}

const afterDown: When = {
  words: (name) => `after down of ${name}`,
  added: 'not-restored',
  dropped: 'not-removed',
  modified: 'restored-otherwise',
  reworded: 'restored-in-other-words',
};
const afterUp: When = {
  words: (name) => `after the second up of ${name}`,
  added: 'different-second-up',
  dropped: 'different-second-up',
  modified: 'different-second-up',
  reworded: 'restored-in-other-words',
};

function ofComparison(
  result: Verification,
  comparison: Comparison | null,
  when: When,
  dialect: Dialect,
): Finding[] {
  if (comparison === null) return [];
  const { name } = result.migration.file;
  return [
    ...comparison.changes.map((change) => ofChange(result, change, when, dialect)),
    ...comparison.moved.map((change) => ofChange(result, change, when, dialect, 'columns-moved')),
    ...comparison.wordings.map(({ path, expected, actual }) =>
      told(result, when.reworded, {
        object: name,
        message: `${when.words(name)} ${path} reads otherwise`,
        expected,
        actual,
      }),
    ),
  ];
}

function ofChange(
  result: Verification,
  change: Change,
  when: When,
  dialect: Dialect,
  rule?: 'columns-moved',
): Finding {
  const { kind, object, action } = change;
  const path = kind === 'schema' ? object.name : objectPath(object);
  const words = `${when.words(result.migration.file.name)} ${wordOf(change)} ${path}`;
  if (action === 'modify') {
    const { facets, confidence } = change;
    const types = sideTypes(change, dialect);
    return told(result, rule ?? when.modified, {
      object: path,
      message: `${words} ${rule === undefined ? 'is not as it was' : 'has its columns in another order'}`,
      expected: describeFacets(facets, 'to', types.to),
      actual: describeFacets(facets, 'from', types.from),
      ...(confidence === 'low' ? { confidence, severity: 'info' as const } : {}),
    });
  }
  const described = describeObject(change, dialect);
  return action === 'add'
    ? told(result, when.added, {
        object: path,
        message: `${words} is missing`,
        ...(described === undefined ? {} : { expected: described }),
      })
    : told(result, when.dropped, {
        object: path,
        message: `${words} is still there`,
        ...(described === undefined ? {} : { actual: described }),
      });
}

const wordOf = ({ kind, from, to }: Change) => {
  const object = to ?? from;
  if (kind === 'opaque' && 'kind' in object) return String(object.kind).replaceAll('-', ' ');
  return kind === 'schema' ? 'SQL schema' : kind === 'unique' ? 'unique constraint' : kind.replace('-', ' ');
};

function ofRows(result: Verification, barren: Set<string>): Finding[] {
  const { migration, rows } = result;
  if (rows === null) return [];
  const { name } = migration.file;
  const lost = unexplainedLosses(migration, result).map((loss) =>
    told(result, 'lost-rows', {
      object: loss.table,
      message: `after up and down of ${name} ${lossWords(loss)}`,
      expected: `${loss.before} rows`,
      actual: loss.after === null ? 'no such table' : `${loss.after} rows`,
      advice:
        'bring them back in down, or say that the loss is meant: export const config = { destructive: true }, in SQL -- destructive: true',
    }),
  );
  const unplanted = rows.unplanted
    .filter(({ table }) => !barren.has(table))
    .map(({ table, reason }) => {
      barren.add(table);
      return told(result, 'no-rows-planted', {
        object: table,
        message: `no rows could be planted in ${table}, from ${name} on: nothing is proven of its rows`,
        actual: reason,
      });
    });
  return [...lost, ...unplanted];
}

function lossWords({ table, before, after, columns }: RowLoss): string {
  if (after === null) return `table ${table} is gone with its ${before} rows`;
  if (after < before) return `${before - after} of the ${before} rows of ${table} are gone`;
  if (after > before) return `${table} has ${after - before} rows that it had not before`;
  return columns.length === 0
    ? `values in the rows of ${table} have changed places`
    : `values of ${table} are not what they were: ${columns.join(', ')}`;
}

/** Told where rows were really lost, or nobody can tell; not where the migration says so itself. */
function ofLosses(result: Verification): Finding[] {
  if (result.migration.destructive || result.status !== 'data-loss') return [];
  const { name } = result.migration.file;
  return result.unrestored.map((loss) =>
    told(result, 'lossy-up', {
      object: lossPath(loss),
      message: `up of ${name} ${loss.how === 'dropped' ? 'drops' : 'narrows'} ${loss.column === null ? 'table' : 'column'} ${lossPath(loss)}, whose values down cannot bring back`,
      advice:
        'keep a copy that down reads from, or say that the loss is meant: export const config = { destructive: true }, in SQL -- destructive: true',
    }),
  );
}

export function lossPath({ schema, table, column }: Loss): string {
  return [schema, table, ...(column === null ? [] : [column])].join('.');
}

function skippedFact(rule: VerifyRule, { kind, object, fact, to }: Skip): SkippedFact {
  return {
    rule,
    object: kind === 'schema' ? object.name : objectPath(object),
    fact: fact.replaceAll('-', ' '),
    ...(to === null ? {} : { expected: to }),
  };
}
