/** The scripts that a project gets. */
const scripts: Readonly<Record<string, string>> = {
  'db:up': 'quodsi-db migrate up',
  'db:status': 'quodsi-db migrate status',
  'db:check': 'quodsi-db migrate check',
  'db:validate': 'quodsi-db validate all',
};

export const newPackageJson = `${JSON.stringify({ private: true, type: 'module', scripts }, null, 2)}\n`;

/**
 * A package.json with the scripts that it lacks; everything else stays as it is written, spaces and all.
 *
 * @returns undefined where nothing is to be added, or the text is no JSON object
 */
export function withScripts(packageJson: string): { content: string; added: readonly string[] } | undefined {
  const known = scriptsOf(packageJson);
  if (known === undefined) return undefined;
  const missing = Object.entries(scripts).filter(([name]) => !Object.hasOwn(known, name));
  if (missing.length === 0) return undefined;
  const eol = packageJson.includes('\r\n') ? '\r\n' : '\n';
  const step = /^([ \t]+)"/m.exec(packageJson)?.[1] ?? '  ';
  const members = missing.map(([name, command]) => `${JSON.stringify(name)}: ${JSON.stringify(command)}`);
  const added = missing.map(([name]) => name);
  const place = memberPlace(packageJson, 'scripts');
  const inner = step.repeat(2);
  const list = members.join(`,${eol}${inner}`);
  const content =
    place === undefined
      ? insert(
          packageJson,
          packageJson.lastIndexOf('}'),
          `${step}"scripts": {${eol}${inner}${list}${eol}${step}}${eol}`,
          eol,
        )
      : insert(packageJson, place, `${inner}${list}${eol}${step}`, eol);
  return { content, added };
}

function scriptsOf(packageJson: string): object | undefined {
  try {
    const value: unknown = JSON.parse(packageJson.replace(/^\ufeff/, ''));
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    const { scripts: own = {} } = value as { scripts?: unknown };
    return typeof own === 'object' && own !== null && !Array.isArray(own) ? own : undefined;
  } catch {
    return undefined;
  }
}

/** Puts lines before the closing brace of an object, after a comma where it has members. */
function insert(text: string, brace: number, lines: string, eol: string): string {
  const before = text.slice(0, brace).trimEnd();
  return `${before}${before.endsWith('{') ? '' : ','}${eol}${lines}${text.slice(brace)}`;
}

/** Where the object that a member of the outermost object holds is closed; the text is known to be JSON. */
function memberPlace(text: string, member: string): number | undefined {
  let depth = 0;
  let inside = false;
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]]/g)) {
    if (token === '{' || token === '[') depth += 1;
    else if (token === '}' || token === ']') {
      depth -= 1;
      if (inside && depth === 1) return index;
    } else if (
      depth === 1 &&
      JSON.parse(token) === member &&
      /^\s*:\s*\{/.test(text.slice(index + token.length))
    ) {
      inside = true;
    }
  }
  return undefined;
}
