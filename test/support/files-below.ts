import { existsSync, readdirSync } from 'node:fs';

/** Every file below a folder, as paths from there with slashes, sorted; none where there is no such folder. */
export function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) =>
      entry.isDirectory()
        ? filesBelow(`${folder}/${entry.name}`).map((path) => `${entry.name}/${path}`)
        : [entry.name],
    )
    .sort();
}
