/**
 * Helpers that migrations import for what Knex's schema builder cannot say. Each takes the Knex instance or transaction
 * first and sends whole statements without reading from the database, so that a migration can also be written out as a script.
 */
export { backfill } from './backfill.ts';
export {
  addComputedColumn,
  alterColumn,
  alterIdentity,
  type ColumnChange,
  type ComputedColumn,
  dropColumn,
} from './column.ts';
export type { ColumnCondition, Condition } from './condition.ts';
export {
  addCheck,
  addForeignKey,
  addPrimaryKey,
  addUniqueConstraint,
  type Deferrable,
  dropConstraint,
  dropPrimaryKey,
  type ExistingRows,
  type ForeignKeyAction,
  type ForeignKeyOptions,
  type KeyOptions,
  trustConstraint,
  type UniqueOptions,
} from './constraint.ts';
export {
  createIndex,
  dropIndex,
  type IndexColumn,
  type IndexOptions,
  type KeyColumn,
} from './create-index.ts';
export { addColumn, createTable, dropTable, type NewColumn } from './create-table.ts';
export { type ColumnDefault, dropDefault, renameDefault, setDefault } from './default.ts';
export { setColumnDescription, setDescription } from './description.ts';
export { dialectOf, perEngine } from './dialect.ts';
export {
  dateTimeType,
  type IdentityOptions,
  identityType,
  jsonCheck,
  literal,
  newUuid,
  utcNow,
} from './expression.ts';
export type { Value } from './literal.ts';
export type { TableName } from './name.ts';
export { renameColumn, renameConstraint, renameIndex, renameTable } from './rename.ts';
export { createSchema, dropSchema } from './schema.ts';
export type { StorageOptions } from './storage.ts';
