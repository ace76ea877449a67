import type { Project } from '../config/load.ts';
import { readAnyMigrations } from '../migrate/source/migration-file.ts';
import type { Answer, CheckResult, Owner } from './check.ts';
import { configCheck } from './checks/config.ts';
import { entitiesCheck } from './checks/entities.ts';
import { migrationsCheck } from './checks/migrations.ts';
import { nodeCheck } from './checks/node.ts';
import { targetCheck } from './checks/target.ts';
import { examineDatabase, idsOf } from './examine-database.ts';
import { failed, skipAll } from './failed.ts';

/** What is looked at, and how to get at it. */
export interface Examination {
  /** `20.19.0`. */
  readonly nodeVersion: string;
  /** Oldest version of Node.js that the tool runs on: `>=20.19`. */
  readonly nodeFloor: string;
  readonly toolVersion: string;
  /** The command's words, shown beside the connection on the server. */
  readonly command: string;
  readonly loadProject: () => Promise<Project>;
  readonly migrationsOf: (project: Project) => {
    readonly directory: string;
    readonly isBuiltIn: boolean;
    /** Whose they are. */
    readonly owner: Owner;
  };
  /** Tables of the entities, `schema.table` or `table`; null where the project has no entities. */
  readonly loadEntities: (project: Project) => Promise<readonly string[] | null>;
  /** A path for a person. */
  readonly showPath: (path: string) => string;
  readonly signal: AbortSignal;
  readonly onProgress: (message: string) => void;
}

type Tried<T> = { readonly value: T } | { readonly answer: Answer };

/**
 * Every check with its answer, in a fixed order. Nothing is changed: no folder, no table, no row. A check that fails
 * hides no other, and what can no longer be looked at is told as skipped.
 */
export async function examine(examination: Examination): Promise<readonly CheckResult[]> {
  const { nodeVersion, nodeFloor, toolVersion, loadProject, loadEntities, signal } = examination;
  const attempt = async <T>(get: () => T | Promise<T>): Promise<Tried<T>> => {
    try {
      return { value: await get() };
    } catch (error) {
      signal.throwIfAborted();
      return { answer: failed(error) };
    }
  };
  const results: CheckResult[] = [{ id: 'node', ...nodeCheck(nodeVersion, nodeFloor, toolVersion) }];
  const add = (id: string, answer: Answer): void => void results.push({ id, ...answer });

  const project = await attempt(loadProject);
  add('config', 'value' in project ? configCheck(project.value) : project.answer);
  if (!('value' in project)) {
    const ids = ['target', 'migrations', 'entities', ...idsOf(null)];
    return [...results, ...skipAll(ids, 'the config cannot be read')];
  }
  const target = await attempt(project.value.target);
  add('target', 'value' in target ? targetCheck(project.value, target.value) : target.answer);

  const { directory, isBuiltIn, owner } = examination.migrationsOf(project.value);
  const files = await attempt(() => readAnyMigrations(directory));
  const place = isBuiltIn ? 'the built-in project' : examination.showPath(directory);
  add('migrations', 'value' in files ? migrationsCheck(files.value, place) : files.answer);
  const entities = await attempt(() => loadEntities(project.value));
  add('entities', 'value' in entities ? entitiesCheck(entities.value) : entities.answer);
  if (!('value' in target)) return [...results, ...skipAll(idsOf(null), 'there is no connection string')];

  const database = await examineDatabase(examination, target.value, {
    historyTable: project.value.migrations.table,
    owner,
    files: 'value' in files ? files.value : null,
    entities: 'value' in entities ? (entities.value ?? []) : [],
  });
  return [...results, ...database];
}
