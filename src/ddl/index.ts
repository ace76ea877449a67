/**
 * Helpers that migrations import for what Knex's schema builder cannot say. Each takes the Knex instance or transaction
 * first and sends whole statements without reading from the database, so that a migration can also be written out as a script.
 */
export {
  addComputedColumn,
  alterColumn,
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
  dropConstraint,
  dropPrimaryKey,
  type ExistingRows,
  type ForeignKeyAction,
  type ForeignKeyOptions,
  type KeyOptions,
  trustConstraint,
} from './constraint.ts';
export { createIndex, dropIndex, type IndexOptions, type KeyColumn } from './create-index.ts';
export { type ColumnDefault, dropDefault, setDefault } from './default.ts';
export { setColumnDescription, setDescription } from './description.ts';
export { dialectOf, perEngine } from './dialect.ts';
export { dateTimeType, identityType, jsonCheck, literal, newUuid, utcNow } from './expression.ts';
export type { Value } from './literal.ts';
export type { TableName } from './name.ts';
export { renameColumn, renameConstraint, renameIndex, renameTable } from './rename.ts';
export { createSchema, dropSchema } from './schema.ts';
