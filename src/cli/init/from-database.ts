import { diff } from '../../diff/diff.ts';
import { BaseEntity } from '../../entities/base-entity.ts';
import { defineEntity } from '../../entities/define-entity.ts';
import type { Entity, EntityScope } from '../../entities/entity.ts';
import { toSchema } from '../../entities/to-schema.ts';
import { exitCodes, QuodsiDbError } from '../../errors.ts';
import type { EntityBase } from '../../generate/entity-draft.ts';
import { draftEntities, entityFiles, type NamedDraft } from '../../generate/entity-files.ts';
import { notHeldBy } from '../../generate/entity-not-held.ts';
import type { EntityLanguage } from '../../generate/entity-source.ts';
import { beyondModel } from '../../introspect/beyond-model.ts';
import { hiddenFacts } from '../../introspect/hidden-facts.ts';
import { introspect } from '../../introspect/introspect.ts';
import { withMigrationLock } from '../../migrate/lock/lock.ts';
import type { Dialect, Schema, Table } from '../../schema/model.ts';
import type { Session } from '../project-database.ts';

/** What a database became. */
export interface WrittenEntities {
  /** Modules by file name. */
  readonly files: ReadonlyMap<string, string>;
  readonly tables: number;
  /** What the database has and entities cannot declare, a line each. */
  readonly notHeld: readonly string[];
  /** What the entities would change in the database nevertheless, a line each; usually none. */
  readonly differences: readonly string[];
  /** Names of the migrations that the history of the database has. */
  readonly applied: readonly string[];
}

/**
 * Entities for every table of the live database, proven: they are compared with the schema that they were written from.
 *
 * @throws QuodsiDbError `NO_TABLES`, `HIDDEN_DEFINITIONS`
 */
export async function entitiesFromDatabase(
  { database, project, history, lock }: Session,
  language: EntityLanguage,
): Promise<WrittenEntities> {
  const historyTable = project.migrations.table;
  const [live, beyond, rows] = await withMigrationLock(database, lock, async () => [
    await introspect(database, { historyTable }),
    await beyondModel(database, { historyTable }),
    await history.read(database),
  ]);
  refuseUnreadable(live, database.server.login);
  const drafts = draftEntities(live, bases(live.dialect));
  const { entities, kept, refused } = evaluated(drafts);
  const notHeld = [...refused, ...blindSpots(live), ...notHeldBy(live), ...beyond];
  return {
    files: entityFiles(kept, language, notHeld),
    tables: live.tables.length,
    notHeld,
    differences: differencesOf(live, toSchema(entities, live.dialect)),
    applied: (rows ?? []).map(({ name }) => name),
  };
}

function refuseUnreadable(live: Schema, login: string | undefined): void {
  if (live.tables.length === 0) {
    throw new QuodsiDbError('NO_TABLES', 'the database has no tables to write entities from', {
      hint: 'Name another database with --url, or leave --from-database out for a new project.',
      exitCode: exitCodes.config,
    });
  }
  const hidden = hiddenFacts({ ...live, opaques: [] }).filter(({ reason }) => reason === 'permission');
  if (hidden.length === 0) return;
  throw new QuodsiDbError(
    'HIDDEN_DEFINITIONS',
    `${hidden.length} definitions are not shown to this login, so that entities would lack them`,
    {
      details: hidden.map(({ object, fact }) => `${fact} ${object}`),
      hint: `Have an administrator run GRANT VIEW DEFINITION TO [${(login ?? 'login').replaceAll(']', ']]')}].`,
    },
  );
}

/** What the engine shows of no object: it may be there, and no entity says it. */
function blindSpots(live: Schema): string[] {
  return hiddenFacts(live)
    .filter(({ object }) => object === '*')
    .map(({ fact }) => `${fact}: not shown by this server`);
}

const scopes: readonly EntityScope[] = ['tenant', 'global'];

function bases(dialect: Dialect): EntityBase[] {
  return scopes.map((scope) => ({
    scope,
    tableFor: (table) => {
      const entity = defineEntity({ table, scope, base: BaseEntity, columns: {} });
      const [declared] = toSchema([entity], dialect).tables;
      return declared as Table;
    },
  }));
}

/** The entities that the drafts declare. One that cannot be declared is left out, and told. */
function evaluated(drafts: readonly NamedDraft[]) {
  const entities: Entity[] = [];
  const kept: NamedDraft[] = [];
  const refused: string[] = [];
  const taken = new Map<string, string>();
  for (const draft of drafts) {
    const { definition, based } = draft;
    const path =
      definition.schema === undefined ? definition.table : `${definition.schema}.${definition.table}`;
    // Entities are for both engines, and SQL Server does not tell the two apart.
    const other = taken.get(path.toLowerCase());
    if (other !== undefined) {
      refused.push(`table ${path}: its name differs from that of ${other} only in case`);
      continue;
    }
    taken.set(path.toLowerCase(), path);
    try {
      entities.push(defineEntity(based ? { ...definition, base: BaseEntity } : definition));
      kept.push(draft);
    } catch (error) {
      if (!(error instanceof QuodsiDbError)) throw error;
      refused.push(`table ${path}: ${[error.message, ...error.details].join('; ')}`);
    }
  }
  return { entities, kept, refused };
}

function differencesOf(live: Schema, declared: Schema): string[] {
  return diff(live, declared).changes.map((change) => {
    const { schema, table, name } = change.object;
    const path = [schema, ...(table === undefined ? [] : [table]), name].join('.');
    const facets = change.action === 'modify' ? change.facets.map((facet) => facet.name).join(', ') : '';
    return `${change.action} ${change.kind} ${path}${facets === '' ? '' : ` (${facets})`}`;
  });
}
