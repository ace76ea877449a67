// Installs the peers that the benches are run beside, in this folder and nowhere else.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const modules = join(import.meta.dirname, 'node_modules');

/** The module of this folder with that name, once what it needs is there; what cannot be installed, each peer tells by itself. */
export async function installedPeers(name, { install = true } = {}) {
  const { dependencies } = JSON.parse(readFileSync(join(import.meta.dirname, 'package.json'), 'utf8'));
  const wanted = Object.entries(dependencies).some(([each, version]) => installedVersion(each) !== version);
  if (install && wanted) {
    process.stderr.write('Installing the peers into bench/peers …\n');
    const { status } = spawnSync('npm install --no-audit --no-fund --no-package-lock', {
      cwd: import.meta.dirname,
      stdio: ['ignore', 'ignore', 'inherit'],
      shell: true,
    });
    if (status !== 0) process.stderr.write('!! npm could not install all peers; see above\n');
  }
  return import(`./${name}.mjs`);
}

/** The version of a package in this folder; undefined where it is not installed. */
export function installedVersion(name) {
  const file = join(modules, name, 'package.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).version : undefined;
}
