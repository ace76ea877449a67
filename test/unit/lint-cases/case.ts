import type { Dialect } from '../../../src/target.ts';
import type { LintRun } from '../../support/lint.ts';

export interface LintCase extends LintRun {
  /** What is special about it. */
  readonly name: string;
  /** Both where left out. */
  readonly engine?: Dialect;
  /** Part of the message; of a case that must not fire there is none. */
  readonly message?: string;
}

/** Cases of a rule: those that it finds, and those that it must leave alone. */
export interface RuleCases {
  readonly fires: readonly LintCase[];
  readonly quiet: readonly LintCase[];
}

/** A table with rows, on either engine. */
export const people = `CREATE TABLE people (
  id int NOT NULL CONSTRAINT pk_people PRIMARY KEY,
  name varchar(100) NOT NULL,
  note varchar(100) NULL,
  amount decimal(10, 2) NOT NULL CONSTRAINT df_people_amount DEFAULT 0
)`;
