import type { Rule, Severity } from './finding.ts';

/** Kinds of objects as the rules and `--only` name them. */
export const objectKinds = [
  'table',
  'column',
  'primary-key',
  'foreign-key',
  'index',
  'unique-constraint',
  'check',
  'default',
  'comment',
] as const;

export type ObjectWord = (typeof objectKinds)[number];

/** `--only` names kinds in the plural. */
export function pluralOf(kind: ObjectWord): string {
  return kind === 'index' ? 'indexes' : `${kind}s`;
}

const rule = (id: string, summary: string, severity: Severity = 'error'): Rule => ({ id, severity, summary });
const words = (kind: ObjectWord) => kind.replace('-', ' ');
const one = (kind: ObjectWord) => `${kind === 'index' ? 'an' : 'a'} ${words(kind)}`;

/** The rules of `validate schema`. */
export const schemaRules: readonly Rule[] = [
  rule('behind', 'migrations are pending, so that the database may differ', 'warning'),
  ...objectKinds.map((kind) => rule(`missing-${kind}`, `a declared ${words(kind)} is not there`)),
  ...objectKinds.map((kind) => rule(`different-${kind}`, `${one(kind)} is not as declared`)),
  ...objectKinds.map((kind) => rule(`extra-${kind}`, `${one(kind)} is there that nothing declares`)),
  rule('missing-schema', 'the SQL schema of a declared table is not there'),
  ...(['foreign-key', 'check', 'index'] as const).map((kind) =>
    rule(`disabled-${kind}`, `${one(kind)} exists, but is not in force`),
  ),
  rule('disabled-primary-key', 'a primary key exists, but is not in force'),
  rule('disabled-unique-constraint', 'a unique constraint exists, but is not in force'),
  rule('untrusted-foreign-key', 'a foreign key was not checked against the rows of before'),
  rule('untrusted-check', 'a check was not checked against the rows of before'),
  rule('unnamed-default', 'the server made up the name of a default', 'warning'),
  rule('hidden-definition', 'the login may not see a definition, so that it was not compared'),
];
