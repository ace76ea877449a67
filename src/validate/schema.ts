import type { Change, Skip } from '../diff/change.ts';
import { diff } from '../diff/diff.ts';
import type { Column, Schema, Table } from '../schema/model.ts';
import { nameKey, serverOf } from '../schema/server.ts';
import { changeFindings, objectPath, type SchemaFinding, words } from './change-findings.ts';
import { tableSql } from './definition-sql.ts';
import type { Finding, SkippedFact, Validation } from './finding.ts';
import { missingParts } from './missing-parts.ts';
import { spRename } from './repair-sql.ts';
import { type ObjectWord, objectKinds } from './schema-rules.ts';

export interface SchemaValidationOptions {
  /** Kinds to look at; all where left out. */
  readonly only?: ReadonlySet<ObjectWord>;
  /** Objects to leave out. */
  readonly ignore?: readonly ((object: string) => boolean)[];
  /** Whether the database may have what nothing declares. */
  readonly allowExtra?: boolean;
  /** Facts that this engine shows of no object, in words. */
  readonly blindSpots?: readonly string[];
  /** Name of the login, for the GRANT that lets it see definitions. */
  readonly login?: string;
}

/**
 * What the database has other than declared. Both sides are normalized; what one has no opinion on is not compared, what the
 * login may not see is a finding, and what the engine lacks is skipped.
 */
export function validateSchema(
  desired: Schema,
  actual: Schema,
  options: SchemaValidationOptions = {},
): Validation {
  const { only = new Set(objectKinds), ignore = [], allowExtra = false, blindSpots = [] } = options;
  const { dialect } = actual;
  const { changes, skipped } = diff(actual, desired);
  const wanted = <T extends { kind: ObjectWord }>(item: T, object: string) =>
    only.has(item.kind) && !ignore.some((matches) => matches(object));
  const found: SchemaFinding[] = [
    ...changes
      .filter((change) => !isUnseenTarget(change))
      .flatMap((change) => [
        ...changeFindings(change, dialect),
        ...(wholeIsWanted(change, only) ? [] : missingParts(change, dialect)),
      ]),
    ...unnamedDefaults(desired, actual),
    ...hiddenFindings(skipped, changes, options.login),
  ];
  return {
    findings: namesFreed(
      found
        .filter((item) => wanted(item, item.finding.object))
        .filter(({ finding }) => !(allowExtra && isExtra(finding)))
        .map(({ finding }) => besideView(finding, actual)),
    ),
    skipped: [
      ...blindSpots.map((fact) => ({ rule: '*', object: '*', fact })),
      ...skipped
        .flatMap((skip) => skippedFact(skip))
        .filter((item) => wanted(item, item.fact.object))
        .map(({ fact }) => fact),
    ],
  };
}

const isExtra = ({ rule }: Finding) => rule.startsWith('extra-');

/** An index in the place of a key has the key's name: it comes first, since it has to go before the key can be made. */
function namesFreed(findings: readonly Finding[]): Finding[] {
  const missing = new Set(
    findings.filter(({ rule }) => rule.startsWith('missing-')).map(({ object }) => object),
  );
  const inPlace = findings.filter((finding) => isExtra(finding) && missing.has(finding.object));
  if (inPlace.length === 0) return [...findings];
  const told = new Set<Finding>();
  return findings.flatMap((finding) => {
    const first = [...inPlace.filter(({ object }) => object === finding.object), finding];
    const next = first.filter((each) => !told.has(each));
    for (const each of next) told.add(each);
    return next;
  });
}

/** A table that is missing because a view has its name cannot be made while that is there. */
function besideView(finding: Finding, { dialect, opaques = [], ...schema }: Schema): Finding {
  if (finding.rule !== 'missing-table' || finding.advice === undefined) return finding;
  const { defaultSchema } = serverOf({ dialect, ...schema });
  const view = opaques.find(
    ({ kind, schema: space = defaultSchema, name }) =>
      /^(?:materialized-)?view$/.test(kind) && `${space}.${name}` === finding.object,
  );
  if (view === undefined) return finding;
  const kind = view.kind.replace('-', ' ');
  const drop = `DROP ${kind.toUpperCase()} ${tableSql(dialect, { schema: view.schema ?? defaultSchema, name: view.name })}`;
  return { ...finding, actual: `a ${kind} of that name`, advice: `${drop};\n${finding.advice}` };
}

/** Whether a missing table or column is told as such, so that its parts need not be. */
function wholeIsWanted({ kind, withTable }: Change, only: ReadonlySet<ObjectWord>): boolean {
  if (withTable) return only.has('table');
  return (kind !== 'table' && kind !== 'column') || only.has(kind);
}

/** A foreign key whose target the login may not see. It is neither right nor wrong. */
function isUnseenTarget(change: Change): boolean {
  return change.kind === 'foreign-key' && change.action === 'modify' && change.from.references.table === '';
}

function skippedFact({ kind, object, fact, reason, to }: Skip): { kind: ObjectWord; fact: SkippedFact }[] {
  const word = fact === 'default-name' ? 'default' : words[kind];
  if (reason !== 'engine' || word === undefined) return [];
  const expected = to === null ? {} : { expected: to };
  const skipped = { rule: `different-${word}`, object: objectPath(object), fact: fact.replaceAll('-', ' ') };
  return [{ kind: word, fact: { ...skipped, ...expected } }];
}

function hiddenFindings(
  skipped: readonly Skip[],
  changes: readonly Change[],
  login: string | undefined,
): SchemaFinding[] {
  const unseen = [
    ...skipped.filter(({ reason }) => reason === 'permission'),
    ...changes
      .filter(isUnseenTarget)
      .map(({ kind, object }) => ({ kind, object, fact: 'references', to: null })),
  ];
  return unseen.flatMap(({ kind, object, fact, to }) => {
    const word = fact === 'default' ? 'default' : words[kind];
    if (word === undefined) return [];
    const path = objectPath(object);
    const finding: Finding = {
      rule: 'hidden-definition',
      severity: 'error',
      object: path,
      message: `${fact.replaceAll('-', ' ')} of ${path} is not shown to this login, so that it was not compared`,
      advice: `GRANT VIEW DEFINITION TO [${(login ?? 'login').replaceAll(']', ']]')}]`,
      ...(to === null ? {} : { expected: to }),
    };
    return [{ kind: word, finding }];
  });
}

/** Only SQL Server names defaults, and makes a name up that differs from server to server where none was given. */
function unnamedDefaults(desired: Schema, actual: Schema): SchemaFinding[] {
  const server = serverOf(actual);
  if (server.engine !== 'mssql') return [];
  const keyOf = ({ schema = server.defaultSchema, name }: Table) =>
    JSON.stringify([nameKey(schema, server), nameKey(name, server)]);
  const declared = new Map(desired.tables.map((table) => [keyOf(table), table]));
  return actual.tables.flatMap((table) => {
    const schema = table.schema ?? server.defaultSchema;
    const columns = declared.get(keyOf(table))?.columns ?? [];
    return table.columns.flatMap((column) => {
      const wanted = columns.find(({ name }) => nameKey(name, server) === nameKey(column.name, server));
      return unnamedDefault(column, wanted, { schema, path: `${schema}.${table.name}.${column.name}` });
    });
  });
}

function unnamedDefault(
  { default: actual }: Column,
  wanted: Column | undefined,
  { schema, path }: { readonly schema: string; readonly path: string },
): SchemaFinding[] {
  const [before, after] = [actual?.name, wanted?.default?.name];
  if (!actual?.systemNamed || typeof after !== 'string') return [];
  return [
    {
      kind: 'default',
      finding: {
        rule: 'unnamed-default',
        severity: 'warning',
        object: path,
        message: `default of ${path} has a name that the server made up`,
        expected: after,
        ...(typeof before === 'string'
          ? { actual: before, advice: spRename([schema, before], after, 'OBJECT') }
          : {}),
      },
    },
  ];
}
