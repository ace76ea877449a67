import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { configError } from '../config/config-error.ts';
import { printable } from '../config/label.ts';
import type { Project } from '../config/load.ts';
import { projectModules } from '../config/project-modules.ts';
import { redact } from '../config/redact.ts';
import type { Entity } from '../entities/entity.ts';
import { Tenant } from '../entities/tenant.ts';
import { User } from '../entities/user.ts';
import { locateError } from '../error-location.ts';
import { QuodsiDbError } from '../errors.ts';
import { packageAliases } from './package.ts';
import { usesBuiltInMigrations } from './project-database.ts';

/** An entity and the module that exports it, where it came from one. */
export interface LoadedEntity {
  readonly entity: Entity;
  readonly file?: string;
}

/**
 * The project's entities: those of the config, or the built-in ones with the built-in migrations.
 *
 * @throws QuodsiDbError with exit code 78: NO_ENTITIES, ENTITIES_NOT_FOUND, ENTITIES_FAILED, or whatever defineEntity throws
 */
export async function loadEntities(project: Project): Promise<readonly LoadedEntity[]> {
  if (project.entities === null) {
    if (usesBuiltInMigrations(project)) return [{ entity: Tenant }, { entity: User }];
    throw configError(
      'NO_ENTITIES',
      "the config names no entities: they say which tables and rows are the project's",
      "name the module or folder that exports them, entities: './src/entities'; for the built-in tenants and users import { Tenant, User } from 'quodsi-db', entities: [Tenant, User]",
    );
  }
  const loaded: LoadedEntity[] = [];
  for (const item of project.entities) {
    if (typeof item === 'string') loaded.push(...(await loadPath(item)));
    else if (isEntity(item)) loaded.push({ entity: item });
    else {
      throw configError(
        'ENTITIES_FAILED',
        'entities of the config has a member that is neither a path nor an entity',
        'make it with defineEntity',
      );
    }
  }
  // The same entity may be exported under two names, or again by an index module.
  const seen = new Set<Entity>();
  return loaded.filter(({ entity }) => !seen.has(entity) && seen.add(entity));
}

async function loadPath(path: string): Promise<LoadedEntity[]> {
  if (!existsSync(path)) {
    throw configError(
      'ENTITIES_NOT_FOUND',
      `there is no ${printable(path)}`,
      'correct entities in the config',
    );
  }
  const files = modulesOf(path);
  // An entity that two modules reach is the same object.
  const load = projectModules(join(path, 'entity.ts'), { aliases: packageAliases(), cached: true });
  const loaded: LoadedEntity[] = [];
  for (const file of files) {
    let namespace: unknown;
    try {
      namespace = await load(file);
    } catch (error) {
      throw error instanceof QuodsiDbError ? error : failure(error, file);
    }
    const text = readFileSync(file, 'utf8');
    const entities = Object.values(Object(namespace)).flat(1).filter(isEntity);
    loaded.push(...entities.map((entity) => ({ entity, ...(text.includes(entity.table) ? { file } : {}) })));
  }
  if (loaded.length > 0) return loaded;
  throw configError(
    'NO_ENTITIES',
    `no entity is exported by ${printable(path)}`,
    'export what defineEntity gives, or correct entities in the config',
  );
}

/** The module itself, or the modules below a folder by name; the declaring ones before an index that exports them again. */
function modulesOf(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter(
      (name) => /\.[cm]?[jt]s$/.test(name) && !/\.d\.[cm]?ts$|\.(?:test|spec)\.|node_modules/.test(name),
    )
    .sort((a, b) => Number(isIndex(a)) - Number(isIndex(b)) || (a < b ? -1 : 1))
    .map((name) => join(path, name));
}

const isIndex = (name: string) => /^index\./.test(basename(name));

function isEntity(value: unknown): value is Entity {
  if (typeof value !== 'object' || value === null) return false;
  const { table, scope, columns, indexes, foreignKeys, checks, uniques } = value as Partial<Entity>;
  return (
    typeof table === 'string' &&
    (scope === 'tenant' || scope === 'global') &&
    typeof columns === 'object' &&
    [indexes, foreignKeys, checks, uniques].every(Array.isArray)
  );
}

function failure(error: unknown, file: string): QuodsiDbError {
  const { message, place } = locateError(error, file);
  return configError(
    'ENTITIES_FAILED',
    `${place ?? basename(file)}: the entities cannot be loaded: ${printable(redact(message, []))}`,
    'correct the module',
    { cause: error },
  );
}
