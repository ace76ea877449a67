import { type SeedTableName, tenantSlug } from './columns.ts';

/** Columns that have to be there; of several in one entry, one. The slug of a tenant is made from its name. */
export const requiredColumns: Readonly<Record<SeedTableName, readonly (readonly string[])[]>> = {
  tenants: [['name']],
  users: [
    [tenantSlug, 'tenant_id'],
    ['email'],
    ['display_name'],
    ['identity_provider'],
    ['identity_provider_id'],
  ],
};
