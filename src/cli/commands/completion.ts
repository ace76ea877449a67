import { exitCodes } from '../../errors.ts';
import type { Handler } from '../command.ts';
import bash from '../completion/scripts/quodsi-db.bash?text';
import fish from '../completion/scripts/quodsi-db.fish?text';
import powershell from '../completion/scripts/quodsi-db.ps1?text';
import zsh from '../completion/scripts/quodsi-db.zsh?text';
import { type Shell, shells } from '../completion/shells.ts';

const scripts: Readonly<Record<Shell, string>> = { bash, zsh, fish, powershell };

const run: Handler = async (_context, [given]) => {
  const shell = shells.find((each) => each === given) ?? 'bash';
  const script = scripts[shell].trimEnd();
  return {
    exitCode: exitCodes.ok,
    isData: true,
    isExact: true,
    json: { shell, script },
    text: () => script,
  };
};

export default run;
