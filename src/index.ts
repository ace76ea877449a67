export { type ConfigExport, defineConfig, type EnvironmentConfig, type UserConfig } from './config/define.ts';
export {
  TenantCreate,
  TenantRead,
  TenantSummary,
  TenantUpdate,
} from './contracts/tenant.ts';
export {
  UserActivitySummary,
  UserBase,
  UserCreate,
  UserLoginStatistics,
  UserProfileUpdate,
  UserRegistration,
  UserResponse,
  UserResponseWithTenant,
  UserStored,
  UserSummary,
  UserUpdate,
} from './contracts/user.ts';
export { BaseEntity, notDeleted } from './entities/base-entity.ts';
export { defineEntity } from './entities/define-entity.ts';
export type {
  AbstractEntity,
  Entity,
  EntityColumn,
  EntityColumns,
  EntityScope,
  Row,
} from './entities/entity.ts';
export type { EntityDefinition } from './entities/entity-definition.ts';
export { activeOnly, ofTenant } from './entities/row-filters.ts';
export { restore, softDelete, withDeletion, withRestoration } from './entities/soft-delete.ts';
export {
  fullDomain,
  hasRoomForModel,
  hasRoomForScenario,
  hasRoomForUser,
  isActive,
  isTrial,
  planTypes,
  Tenant,
  tenantStatuses,
} from './entities/tenant.ts';
export { toSchema } from './entities/to-schema.ts';
export type { BasedEntity, UpdateOptions } from './entities/update-row.ts';
export { recordActivity, recordLogin, User, userStatuses, withActivity, withLogin } from './entities/user.ts';
export { type ExitCode, exitCodes, QuodsiDbError } from './errors.ts';
export { type ColumnType, columnTypes } from './schema/column-type.ts';
export { type Condition, type DefaultExpression, expressions } from './schema/expression.ts';
export type { Dialect, Schema, Table } from './schema/model.ts';
