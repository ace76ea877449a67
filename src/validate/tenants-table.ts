/** The table whose rows are the tenants, as the entities name it. */
export const tenantsTable = 'tenants';
