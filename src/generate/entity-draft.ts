import type { EntityScope } from '../entities/entity.ts';
import type { EntityDefinition } from '../entities/entity-definition.ts';
import type { Server, Table } from '../schema/model.ts';

/** A base that entities may have, as it comes out as a table in one engine's SQL. */
export interface EntityBase {
  readonly scope: EntityScope;
  readonly tableFor: (table: string) => Table;
}

/** An entity as it is to be written: everything of it but the base, which is code and not data. */
export interface EntityDraft {
  readonly definition: Omit<EntityDefinition, 'base'>;
  readonly based: boolean;
}

/** What a draft depends on beside its table. */
export interface DraftContext {
  readonly dialect: 'mssql' | 'postgres';
  readonly server: Server;
  readonly bases: readonly EntityBase[];
}
