export const engines = ['embedded', 'mssql', 'postgres'] as const;
export const ciSystems = ['github', 'azure', 'gitlab', 'none'] as const;
export const languages = ['ts', 'js'] as const;

export type Engine = (typeof engines)[number];
export type CiSystem = (typeof ciSystems)[number];
export type Language = (typeof languages)[number];

/** A connection string typed where its variable was asked for must not be written anywhere. */
export function parseVariableName(text: string): string {
  if (/^[A-Za-z_]\w{0,99}$/.test(text)) return text;
  throw new RangeError('the name of a variable, such as QUODSI_DB_URL, and not the connection string itself');
}
