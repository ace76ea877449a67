import type { Place } from './locales.ts';
import type { Names } from './names.ts';
import { pick, type Random } from './random.ts';

// JSON is put together from parts that are JSON already: half of what a row would cost otherwise.

const departments = [
  'Operations',
  'Supply Chain',
  'Engineering',
  'Quality',
  'Finance',
  'Sales',
  'Human Resources',
  'IT',
  'Logistics',
  'Research & Development',
].map((name) => `,"department":${JSON.stringify(name)}`);

const roles = ['viewer', 'viewer', 'editor', 'editor', 'editor', 'admin'];

const preferences = ['light', 'dark', 'system'].flatMap((theme) =>
  [true, false].flatMap((email) =>
    ['dashboard', 'models', 'scenarios'].map(
      (startPage) =>
        `,"preferences":${JSON.stringify({ theme, notifications: { email, push: !email }, startPage })}`,
    ),
  ),
);

const tags = [['pilot'], ['beta', 'early-access'], ['training'], ['power-user']].map(
  (list) => `,"tags":${JSON.stringify(list)}`,
);

const placeParts = new Map<Place, string>();

/**
 * The metadata of a user as JSON text; none of one in six.
 *
 * @param isFirst whether the user has founded the tenant
 * @param hasStarted whether the user has signed in, and so chosen something
 */
export function metadata(
  random: Random,
  { cities }: Names,
  place: Place,
  isFirst: boolean,
  hasStarted: boolean,
): string | null {
  const bits = random.next();
  if (bits % 6 === 0) return null;
  const role = isFirst ? 'owner' : pick(random, roles);
  let text = `${placePart(place)},"role":"${role}"${pick(random, departments)}`;
  if (!hasStarted) return `${text}}`;
  if ((bits & 0x10000) !== 0) text += `,"city":${pick(random, cities)}`;
  if ((bits & 0x60000) !== 0) text += pick(random, preferences);
  if ((bits & 0x380000) === 0) text += pick(random, tags);
  return `${text}}`;
}

function placePart(place: Place): string {
  let part = placeParts.get(place);
  if (part === undefined) {
    part = `{"locale":${JSON.stringify(place.tag)},"timezone":${JSON.stringify(place.timezone)}`;
    placeParts.set(place, part);
  }
  return part;
}
