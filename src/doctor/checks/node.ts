import { type Answer, ok, problem } from '../check.ts';

/** @param floor oldest version that the tool runs on, as package.json has it: `>=20.19` */
export function nodeCheck(version: string, floor: string, toolVersion: string): Answer {
  const what = `Node.js ${version}, quodsi-db ${toolVersion}`;
  const numbers = (text: string): number[] => text.replace(/^\D+/, '').split('.').map(Number);
  const [major = 0, minor = 0] = numbers(version);
  const [oldestMajor = 0, oldestMinor = 0] = numbers(floor);
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)
    ? ok(what)
    : problem(`${what}: too old`, `Use Node.js ${oldestMajor}.${oldestMinor} or newer.`);
}
