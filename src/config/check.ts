import { z } from 'zod';
import { configError } from './config-error.ts';
import { printable } from './label.ts';
import { byNearness, nearest } from './nearest.ts';
import { type ConfigValues, configSchema } from './options.ts';

/**
 * The config with its defaults.
 *
 * @param value what the file exports
 * @param file name of the file for messages
 * @throws BAD_CONFIG that lists every problem, with path, what was expected and what was found
 */
export function checkConfig(value: unknown, file: string): ConfigValues {
  const result = configSchema.safeParse(value, { reportInput: true });
  if (result.success) return result.data;
  const problems = result.error.issues.flatMap(describeIssue);
  const [first = ''] = problems;
  throw configError(
    'BAD_CONFIG',
    problems.length === 1 ? `${file}: ${first}` : `${file} has ${problems.length} problems`,
    'docs/configuration.md lists every key',
    { details: problems.length === 1 ? [] : problems },
  );
}

function describeIssue(issue: z.core.$ZodIssue): string[] {
  const at = issue.path.map((part) => printable(String(part))).join('.');
  const prefix = at === '' ? '' : `${at}: `;
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => `${prefix}${unknownKey(key, keysAt(issue.path))}`);
    case 'invalid_type':
      return [`${prefix}expected ${article(issue.expected)}, got ${typeName(issue.input)}`];
    case 'invalid_value':
      return [
        `${prefix}expected one of ${issue.values.map((value) => JSON.stringify(value)).join(', ')}, got ${
          typeof issue.input === 'string'
            ? printable(JSON.stringify(issue.input.slice(0, 40)))
            : typeName(issue.input)
        }`,
      ];
    default:
      return [`${prefix}${issue.message}`];
  }
}

function unknownKey(key: string, known: readonly string[]): string {
  const near = nearest(key, known, 1 + Math.floor(key.length / 3));
  const advice =
    near === undefined ? `known are ${byNearness(key, known).join(', ')}` : `did you mean ${near}?`;
  return `unknown key ${printable(key)}; ${advice}`;
}

interface JsonSchemaNode {
  readonly properties?: Readonly<Record<string, JsonSchemaNode>>;
  readonly additionalProperties?: JsonSchemaNode | boolean;
}

/** The keys that the config knows at a path. */
function keysAt(path: readonly PropertyKey[]): string[] {
  let node: JsonSchemaNode | undefined = z.toJSONSchema(configSchema, {
    io: 'input',
    unrepresentable: 'any',
  }) as JsonSchemaNode;
  for (const part of path) {
    const more: JsonSchemaNode | boolean | undefined = node?.additionalProperties;
    node = node?.properties?.[String(part)] ?? (typeof more === 'object' ? more : undefined);
  }
  return Object.keys(node?.properties ?? {}).filter((key) => key !== '$schema');
}

/** The value itself is never shown: it may be a connection string in the wrong place. */
function typeName(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  return article(Array.isArray(value) ? 'array' : typeof value);
}

function article(type: string): string {
  const name = type === 'record' ? 'object' : type;
  return /^[aeiou]/.test(name) ? `an ${name}` : `a ${name}`;
}
