// What of other packages is in the bundle: their licences, and a bill of materials for scanners, which see no such packages.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const LICENSE_FILES = ['LICENSE', 'LICENSE.md', 'license', 'LICENSE.txt', 'License'];

/** The packages that modules of these paths belong to, each version once, by name: of one name there may be several. */
export function bundledPackages(moduleIds) {
  const packages = new Map();
  for (const id of moduleIds) {
    const [folder, path] = /^.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)(?=[\\/])/.exec(id) ?? [];
    if (folder === undefined) continue;
    const name = path.replaceAll('\\', '/');
    const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    packages.set(`${name}@${version}`, { name, version, license, folder });
  }
  return [...packages.keys()].sort().map((key) => packages.get(key));
}

/** The licence of each package, as the licences ask. */
export function licensesText(packages) {
  return packages
    .map(({ name, version, license, folder }) => {
      const file = LICENSE_FILES.map((each) => join(folder, each)).find((each) => existsSync(each));
      const text = file === undefined ? 'No licence text in the package.' : readFileSync(file, 'utf8');
      return `${name} ${version} (${license})\n\n${text}`;
    })
    .join('\n\n----------------------------------------\n\n');
}

/** A bill of materials (https://cyclonedx.org/docs/1.6/json/), the same for the same packages. */
export function billOfMaterials({ name, version }, packages) {
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: { type: 'application', ...identity(name, version) } },
    components: packages.map((each) => ({
      type: 'library',
      ...identity(each.name, each.version),
      licenses: [{ expression: each.license }],
    })),
  };
}

function identity(fullName, version) {
  const [, group, name] = /^(?:(@[^/]+)\/)?(.+)$/.exec(fullName);
  const purl = `pkg:npm/${group === undefined ? '' : `${encodeURIComponent(group)}/`}${name}@${version}`;
  return { 'bom-ref': purl, ...(group === undefined ? {} : { group }), name, version, purl };
}
