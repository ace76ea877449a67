import type { Finding } from '../../src/validate/finding.ts';

/** One change to the built-in schema on PostgreSQL, made past the tool, and all that is to be found after it. */
export interface SabotageCase {
  readonly title: string;
  readonly sql: string;
  readonly finds: readonly Pick<Finding, 'rule' | 'object' | 'expected' | 'actual'>[];
}
