import type { z } from 'zod';
import { shown } from './faults.ts';

/** What a contract says of a value, in words that fit behind the name of the field. */
export function issueText(issue: z.core.$ZodIssue, value: unknown): string {
  if (value === undefined && issue.code !== 'custom') return 'is missing';
  if (value === null && issue.code !== 'custom') return 'must not be null';
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${nouns[issue.expected] ?? issue.expected}, not ${shown(value)}`;
    case 'invalid_value':
      return `must be one of ${issue.values.join(', ')}, not ${shown(value)}`;
    case 'too_small':
      return issue.origin === 'string' && Number(issue.minimum) > 1
        ? `must have at least ${issue.minimum} characters: ${shown(value)}`
        : bound(issue, value, 'at least', issue.minimum);
    case 'too_big':
      return issue.origin === 'string'
        ? `must have at most ${issue.maximum} characters`
        : bound(issue, value, 'at most', issue.maximum);
    case 'invalid_format':
      return `is no ${formats[issue.format] ?? issue.format}: ${shown(value)}`;
    case 'invalid_union':
      return `is no moment such as 2026-01-31T10:00:00Z: ${shown(value)}`;
    default:
      return issue.message;
  }
}

function bound(
  issue: z.core.$ZodIssue & { readonly origin: string },
  value: unknown,
  word: string,
  limit: number | bigint,
): string {
  if (issue.origin === 'string') return 'is empty';
  const shownLimit = issue.origin === 'date' ? new Date(Number(limit)).toISOString() : String(limit);
  return `must be ${word} ${shownLimit}, not ${shown(value)}`;
}

const nouns: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  date: 'a moment',
};

const formats: Readonly<Record<string, string>> = {
  email: 'e-mail address',
  guid: 'UUID',
};
