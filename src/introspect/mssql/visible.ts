import type { Expression } from '../../schema/model.ts';

/**
 * A definition from the catalog. Where the login lacks VIEW DEFINITION on the object, the server says NULL.
 * https://learn.microsoft.com/en-us/sql/relational-databases/security/metadata-visibility-configuration
 */
export function visible(definition: string | null): Expression {
  return definition ?? { hidden: 'permission' };
}
