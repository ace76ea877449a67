import type { Dialect } from '../schema/model.ts';
import { afterMigration, applyStatement } from './apply-statement.ts';
import { type Directive, isDisabled, readDirectives } from './directives.ts';
import { droppedKeys } from './keys.ts';
import type {
  DeclaredTable,
  EarlierStatement,
  Hit,
  LintedMigration,
  LintedStatement,
  LintRule,
} from './rule.ts';
import { fileRule, lintRules, migrationLintRules } from './rules.ts';
import { defaultSchema, emptySchema, type SchemaState, sameTable } from './schema-state.ts';
import type { TableName } from './statement.ts';

/** Something that a rule has found in a migration. */
export interface LintFinding {
  readonly rule: string;
  readonly severity: LintRule['severity'];
  /** `schema.table`, `schema.table.name`, or the name of the migration. */
  readonly object: string;
  readonly message: string;
  readonly advice: string;
  readonly confidence?: 'low';
  readonly location: { readonly file: string; readonly line: number };
}

export interface LintOptions {
  /** Names of the migrations to tell about; the others only say what was there before. */
  readonly chosen: ReadonlySet<string>;
  readonly declared: readonly DeclaredTable[];
  /** The known rule that a wrong name probably means. */
  readonly nearestRule?: (id: string) => string | undefined;
}

interface Found {
  readonly rule: LintRule;
  readonly hit: Hit;
  readonly migration: LintedMigration;
}

/**
 * Looks at migrations, in their order, for each engine that they were read for.
 *
 * @param sequences one for each engine, of the same files
 */
export function lintMigrations(
  sequences: readonly (readonly LintedMigration[])[],
  options: LintOptions,
): LintFinding[] {
  const directives = new Map<string, readonly Directive[]>();
  const directivesOf = ({ path, source }: LintedMigration): readonly Directive[] => {
    const known = directives.get(path) ?? readDirectives(source);
    directives.set(path, known);
    return known;
  };
  const told = sequences.map((sequence) =>
    [...checkSequence(sequence, options)]
      .filter(({ rule, hit, migration }) => !isDisabled(directivesOf(migration), rule.id, hit.place))
      .map(toFinding),
  );
  const files = new Map(sequences.flat().map((migration) => [migration.path, migration]));
  const strays = [...files.values()]
    .filter(({ name }) => options.chosen.has(name))
    .flatMap((migration) => strayDirectives(migration, directivesOf(migration), options));
  return inOrder([...merged(told), ...strays.map(toFinding)]);
}

function* checkSequence(sequence: readonly LintedMigration[], options: LintOptions): Generator<Found> {
  let schema = emptySchema(sequence[0]?.dialect ?? 'postgres');
  for (const [index, migration] of sequence.entries()) {
    const before = schema;
    const told = options.chosen.has(migration.name);
    const rest = () => sequence.slice(index + 1).flatMap(({ up }) => up);
    schema = yield* runStatements({ migration, direction: 'up', before, rest, told }, options);
    if (told) {
      yield* checkWhole(migration, before, schema, options);
      const after = afterMigration(schema);
      yield* runStatements({ migration, direction: 'down', before: after, rest: () => [], told }, options);
    }
    schema = afterMigration(schema);
  }
}

interface Run {
  readonly migration: LintedMigration;
  readonly direction: 'up' | 'down';
  readonly before: SchemaState;
  /** Statements of later migrations. */
  readonly rest: () => readonly LintedStatement[];
  /** Whether rules look at it, or it only says what was there before. */
  readonly told: boolean;
}

/** Returns the schema after the statements. */
function* runStatements(
  { migration, direction, before, rest, told }: Run,
  options: LintOptions,
): Generator<Found, SchemaState> {
  const { dialect, name } = migration;
  const statements = direction === 'up' ? migration.up : ownDown(migration);
  const rules = migrationLintRules.filter(
    (rule) => (rule.engine ?? dialect) === dialect && (direction === 'up' || rule.alsoDown),
  );
  const earlier: EarlierStatement[] = [];
  let schema = before;
  for (const [index, current] of statements.entries()) {
    if (told) {
      const context = {
        dialect,
        migration,
        current,
        schema,
        earlier,
        declared: declaredOf(dialect, options.declared),
        later: () => [...statements.slice(index + 1), ...rest()],
      };
      for (const rule of rules) {
        for (const hit of rule.statement?.(context, current.statement) ?? []) yield { rule, hit, migration };
      }
    }
    const after = applyStatement(schema, current.statement, name);
    earlier.push({ ...current, droppedKeys: droppedKeys(schema, after) });
    schema = after;
  }
  return schema;
}

function ownDown({ down }: LintedMigration): readonly LintedStatement[] {
  return down === null || down === 'unknown' ? [] : down;
}

function* checkWhole(
  migration: LintedMigration,
  before: SchemaState,
  after: SchemaState,
  options: LintOptions,
): Generator<Found> {
  const { dialect, obstacle } = migration;
  const context = { dialect, migration, before, after, declared: declaredOf(dialect, options.declared) };
  for (const rule of migrationLintRules) {
    if ((rule.engine ?? dialect) !== dialect) continue;
    for (const hit of rule.migration?.(context) ?? []) yield { rule, hit, migration };
  }
  if (obstacle === undefined) return;
  const rule = fileRule(obstacle.kind);
  const { message, advice, line = 1 } = obstacle;
  yield {
    rule,
    migration,
    hit: { message: `migration ${migration.name}: ${message}`, advice, place: { line } },
  };
}

function declaredOf(
  dialect: Dialect,
  declared: readonly DeclaredTable[],
): (table: TableName) => DeclaredTable | undefined {
  return (table) => declared.find((each) => sameTable(dialect, each.table, table));
}

function strayDirectives(
  migration: LintedMigration,
  directives: readonly Directive[],
  { nearestRule }: LintOptions,
): Found[] {
  const rule = fileRule('unknown-disabled-rule');
  return directives
    .filter((directive) => !lintRules.some(({ id }) => id === directive.rule))
    .map((directive) => {
      const meant = nearestRule?.(directive.rule);
      return {
        rule,
        migration,
        hit: {
          name: directive.rule,
          message:
            directive.rule === ''
              ? 'a comment switches off no rule: it names none'
              : `a comment switches off ${directive.rule}, which is no rule`,
          advice: meant === undefined ? 'docs/lint.md lists every rule.' : `Did you mean ${meant}?`,
          place: { line: directive.line },
        },
      };
    });
}

function toFinding({ rule, hit, migration }: Found): LintFinding {
  const { table, name, message, advice, confidence, place } = hit;
  const schema = table?.schema ?? defaultSchema(migration.dialect);
  const object =
    table === undefined
      ? migration.name
      : [schema, table.name, ...(name === undefined || name === '' ? [] : [name])].join('.');
  return {
    rule: rule.id,
    severity: rule.severity,
    object,
    message,
    advice,
    ...(confidence === undefined ? {} : { confidence }),
    location: { file: migration.path, line: place.line ?? place.outer?.[0] ?? 1 },
  };
}

/** What is so on both engines is told once, in the words of the first, with the advice for each. */
function merged(told: readonly (readonly LintFinding[])[]): LintFinding[] {
  const all = new Map<string, LintFinding>();
  for (const findings of told) {
    const seen = new Set<string>();
    const counts = new Map<string, number>();
    for (const finding of findings) {
      const { location, rule, object, message } = finding;
      const place = `${location.file}\0${location.line}\0${rule}`;
      // GO 5 sends the same statement five times.
      if (seen.has(`${place}\0${message}`)) continue;
      seen.add(`${place}\0${message}`);
      // The default schema has another name on each.
      const what = `${place}\0${object.replace(/^(?:dbo|public)\./, '')}`;
      const count = counts.get(what) ?? 0;
      counts.set(what, count + 1);
      const key = `${what}\0${count}`;
      const before = all.get(key);
      if (before === undefined) all.set(key, finding);
      else if (!before.advice.includes(finding.advice)) {
        all.set(key, { ...before, advice: `${before.advice}\n${finding.advice}` });
      }
    }
  }
  return [...all.values()];
}

function inOrder(findings: readonly LintFinding[]): LintFinding[] {
  const order = lintRules.map(({ id }) => id);
  return findings.toSorted(
    (a, b) =>
      compare(a.location.file, b.location.file) ||
      a.location.line - b.location.line ||
      order.indexOf(a.rule) - order.indexOf(b.rule) ||
      compare(a.message, b.message),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
