// Installs the peers that the benches are run beside, in this folder and nowhere else.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The module of this folder with that name, once what it needs is there. */
export async function installedPeers(name) {
  if (!existsSync(join(import.meta.dirname, 'node_modules'))) {
    process.stderr.write('Installing the peers into bench/peers …\n');
    const { status } = spawnSync('npm install --no-audit --no-fund --no-package-lock', {
      cwd: import.meta.dirname,
      stdio: ['ignore', 'ignore', 'inherit'],
      shell: true,
    });
    if (status !== 0) throw new Error('the peers cannot be installed; see above');
  }
  return import(`./${name}.mjs`);
}
