import type { Knex } from 'knex';
import { columnTypes } from '../schema/column-type.ts';
import { BaseEntity, notDeleted } from './base-entity.ts';
import { defineEntity } from './define-entity.ts';
import type { Row } from './entity.ts';
import type { UpdateOptions } from './update-row.ts';
import { moment, updateRow } from './update-row.ts';

export const userStatuses = ['active', 'invited', 'suspended', 'pending_verification'] as const;

/** The table `users`: people, each of exactly one tenant. */
export const User = defineEntity({
  table: 'users',
  scope: 'tenant',
  base: BaseEntity,
  description: 'People who sign in. Each belongs to exactly one tenant.',
  deletedRowsKeepKeys: true,
  columns: {
    identity_provider: {
      type: columnTypes.string(50),
      description: 'Identity provider that the user signs in with.',
    },
    identity_provider_id: {
      type: columnTypes.string(255),
      description: 'The user as the identity provider names it.',
    },
    email: { type: columnTypes.string(255), description: 'E-mail address, unique within the tenant.' },
    display_name: { type: columnTypes.string(255), description: 'Name shown to other people.' },
    last_login_at: {
      type: columnTypes.timestamp(3),
      nullable: true,
      description: 'When the user last signed in, in UTC.',
    },
    login_count: { type: columnTypes.int, default: 0, description: 'How often the user has signed in.' },
    total_usage_minutes: {
      type: columnTypes.int,
      default: 0,
      description: 'How long the user has worked in total, in minutes.',
    },
    last_session_start: {
      type: columnTypes.timestamp(3),
      nullable: true,
      description: 'When the last session began, in UTC.',
    },
    last_active_at: {
      type: columnTypes.timestamp(3),
      nullable: true,
      description: 'When the user was last active, in UTC.',
    },
    status: {
      type: columnTypes.string(20),
      default: 'active',
      oneOf: userStatuses,
      description: 'Whether the user may sign in.',
    },
    user_metadata: {
      type: columnTypes.string(4000),
      nullable: true,
      json: true,
      description: 'Further facts about the user, as JSON.',
    },
  },
  uniques: [
    { name: 'uq_users_tenant_email', columns: ['tenant_id', 'email'] },
    {
      name: 'uq_users_identity_provider',
      columns: ['identity_provider', 'identity_provider_id'],
      acrossTenants: true,
    },
  ],
  indexes: [
    { name: 'ix_users_tenant_status', columns: ['tenant_id', 'status'], filter: notDeleted },
    { name: 'ix_users_tenant_last_login', columns: ['tenant_id', 'last_login_at'], filter: notDeleted },
  ],
});

/** A row of `users`. */
export type User = Row<typeof User>;

/** The user after a login at that moment. */
export function withLogin<T extends Pick<User, 'login_count' | 'last_login_at' | 'last_active_at'>>(
  user: T,
  at: Date,
): T {
  return { ...user, login_count: user.login_count + 1, last_login_at: at, last_active_at: at };
}

/** The user after doing something at that moment. */
export function withActivity<T extends Pick<User, 'last_active_at'>>(user: T, at: Date): T {
  return { ...user, last_active_at: at };
}

/**
 * Counts a login, in one UPDATE: logins at the same time all count.
 *
 * @returns the user after it; undefined when there is no such user, or it is deleted
 */
export function recordLogin(db: Knex, id: string, options: UpdateOptions = {}): Promise<User | undefined> {
  const at = moment(db, options.at);
  return updateRow(
    db,
    User,
    id,
    false,
    { login_count: db.raw('?? + 1', ['login_count']), last_login_at: at, last_active_at: at },
    options.tenantId,
  );
}

/**
 * Notes that the user is doing something, in one UPDATE.
 *
 * @returns the user after it; undefined when there is no such user, or it is deleted
 */
export function recordActivity(db: Knex, id: string, options: UpdateOptions = {}): Promise<User | undefined> {
  return updateRow(db, User, id, false, { last_active_at: moment(db, options.at) }, options.tenantId);
}
