import type { ExpressionContext } from '../schema/expression-canonical.ts';
import { expressionKey } from '../schema/expression-compare.ts';
import type { Check } from '../schema/model.ts';
import { compareExpressionFact, compareFact, type FacetList } from './facets.ts';
import type { Contexts } from './sides.ts';

export function compareChecks(list: FacetList, from: Check, to: Check, contexts: Contexts): void {
  compareExpressionFact(list, 'expression', from.expression, to.expression, {
    from: { context: contexts.from },
    to: { context: contexts.to },
  });
  compareFact(list, 'disabled', from.disabled, to.disabled);
  compareFact(list, 'not-trusted', from.notTrusted, to.notTrusted);
}

/** What a check is beside its name; the name where the expression cannot be seen. */
export function checkStructure(check: Check, context: ExpressionContext): string {
  const { expression } = check;
  return typeof expression === 'string'
    ? (expressionKey({ sql: expression, context }) ?? expression)
    : check.name;
}
