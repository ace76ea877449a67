import type { OptionSpec } from '../command.ts';

const text = (value: string) => value;

/** The flags of a command that may write a migration. */
export const generateOptions: readonly OptionSpec[] = [
  {
    flags: '--rename <old:new>',
    description: 'a table or column was renamed: users.phone:phone_number; may be given again',
    parse: text,
    repeatable: true,
  },
  {
    flags: '--not-renamed <object>',
    description: 'a table or column was not renamed, but dropped; may be given again',
    parse: text,
    repeatable: true,
  },
  {
    flags: '--backfill <column=value>',
    description: 'what rows get in a column that becomes NOT NULL: users.phone=unknown; may be given again',
    parse: text,
    repeatable: true,
  },
  {
    flags: '--allow-destructive',
    description: 'write it although it drops or narrows something',
  },
];
