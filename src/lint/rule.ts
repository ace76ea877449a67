import type { Dialect } from '../schema/model.ts';
import type { KeyState, SchemaState } from './schema-state.ts';
import type { Statement, TableName } from './statement.ts';

/** Where something stands in the file of its migration; lines count from 1. */
export interface Place {
  readonly line?: number;
  /** First lines of what it stands in, the chain of calls and the statement: a comment may stand above those too. */
  readonly outer?: readonly number[];
}

/** A call of Knex's table builder: `table.dropColumn('name')`. */
export interface BuilderCall {
  readonly table: string;
  readonly method: string;
  readonly args: readonly unknown[];
  readonly place: Place;
}

export interface LintedStatement {
  readonly statement: Statement;
  /** Statements that went to the server together have the same number. */
  readonly batch: number;
  /** What made it; undefined for one of an SQL file. */
  readonly builder?: 'schema' | 'query' | 'raw';
  readonly calls: readonly BuilderCall[];
  /**
   * @param offset of the part that is meant; the statement itself where left out
   * @param names that the call of a builder would mention, the best first
   */
  readonly locate: (offset?: number, ...names: readonly (string | undefined)[]) => Place;
}

export interface Obstacle {
  readonly kind: 'broken-migration' | 'needs-database';
  readonly message: string;
  readonly advice: string;
  readonly line?: number;
}

/** A migration as it looks on one engine. */
export interface LintedMigration {
  readonly name: string;
  /** Absolute path. */
  readonly path: string;
  readonly source: string;
  readonly dialect: Dialect;
  readonly transaction: boolean;
  readonly up: readonly LintedStatement[];
  /** Null where there is no down; `unknown` where it throws, as one does that cannot take anything back. */
  readonly down: readonly LintedStatement[] | null | 'unknown';
  /** Whether down was called and sent nothing. */
  readonly downIsEmpty: boolean;
  /** Whether up sends statements that are not understood, and more than read. */
  readonly isOpaque: boolean;
  /** Why the statements of up are not known, or not all of them. */
  readonly obstacle?: Obstacle;
}

/** What the entities say of a table. */
export interface DeclaredTable {
  readonly table: TableName;
  readonly scope: 'tenant' | 'global';
  /** The unique keys of a soft-deleted row are meant to stay taken. */
  readonly deletedRowsKeepKeys: boolean;
}

/** Something that a rule has found. */
export interface Hit {
  readonly table?: TableName | undefined;
  /** Of the column, key or constraint. */
  readonly name?: string | undefined;
  /** One sentence without a full stop. */
  readonly message: string;
  readonly advice: string;
  readonly place: Place;
  /** Told as an info. */
  readonly confidence?: 'low';
}

interface RuleContext {
  readonly dialect: Dialect;
  readonly migration: LintedMigration;
  readonly declared: (table: TableName) => DeclaredTable | undefined;
}

export interface EarlierStatement extends LintedStatement {
  readonly droppedKeys: readonly KeyState[];
}

export interface StatementContext extends RuleContext {
  readonly current: LintedStatement;
  /** Before the statement. */
  readonly schema: SchemaState;
  /** Those of the same migration and direction that come before. */
  readonly earlier: readonly EarlierStatement[];
  /** Those that come behind, also in later migrations. */
  readonly later: () => readonly LintedStatement[];
}

export interface MigrationContext extends RuleContext {
  readonly before: SchemaState;
  readonly after: SchemaState;
}

/** One rule, named as its file and its key in the config. */
export interface LintRule {
  /** Kebab-case. */
  readonly id: string;
  readonly severity: 'error' | 'warning' | 'info';
  /** What it looks for, in half a sentence. */
  readonly summary: string;
  /** The engine that it is about; both where left out. */
  readonly engine?: Dialect;
  /** Whether a statement in down is looked at too. */
  readonly alsoDown?: true;
  /** Called for every statement of a migration, in their order. */
  readonly statement?: (context: StatementContext, statement: Statement) => readonly Hit[];
  /** Called once for every migration, when its statements are done. */
  readonly migration?: (context: MigrationContext) => readonly Hit[];
}
