import { readFileSync } from 'node:fs';
import type { Finding, Location, Validation } from '../validate/finding.ts';
import type { LoadedEntity } from './load-entities.ts';

/**
 * Says of each finding where its object is declared: the line of the column where the name of the object is one, or
 * of the table; the config file for an object that no module declares.
 */
export function withLocations(
  { findings, skipped }: Validation,
  entities: readonly LoadedEntity[],
  configFile: string | null,
): Validation {
  const texts = new Map<string, readonly string[]>();
  const linesOf = (file: string): readonly string[] => {
    const lines = texts.get(file) ?? readFileSync(file, 'utf8').split(/\r?\n/);
    texts.set(file, lines);
    return lines;
  };
  const locate = (finding: Finding): Location | undefined => {
    const [schema = '', table = '', name] = finding.object.split('.');
    const found = entities.find(
      ({ entity }) =>
        same(entity.table, table) && (entity.schema === undefined || same(entity.schema, schema)),
    );
    if (found?.file === undefined) return configFile === null ? undefined : { file: configFile };
    const line = lineOf(linesOf(found.file), found.entity.table, name);
    return { file: found.file, ...(line === undefined ? {} : { line }) };
  };
  return {
    findings: findings.map((finding) => {
      const location = finding.location ?? locate(finding);
      return location === undefined ? finding : { ...finding, location };
    }),
    skipped,
  };
}

const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

/** Found by its text, since a declaration does not remember its line. Counts from 1. */
function lineOf(lines: readonly string[], table: string, name: string | undefined): number | undefined {
  const start = lines.findIndex((line) =>
    new RegExp(`\\btable:\\s*['"\`]${escaped(table)}['"\`]`).test(line),
  );
  if (start < 0) return undefined;
  const length = lines.slice(start + 1).findIndex((line) => /\btable:\s*['"`]/.test(line));
  const own = lines.slice(start, length < 0 ? undefined : start + 1 + length);
  const within =
    name === undefined
      ? -1
      : own.findIndex((line) => new RegExp(`^\\s*['"]?${escaped(name)}['"]?\\s*:`).test(line));
  const quoted = name === undefined ? -1 : own.findIndex((line) => line.includes(`'${name}'`));
  return start + 1 + Math.max(0, within >= 0 ? within : quoted);
}

const escaped = (text: string) => text.replace(/[^\w\s]/g, '\\$&');
