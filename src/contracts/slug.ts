/** Labels that the platform needs for itself. */
export const reservedLabels: readonly string[] = [
  'www',
  'api',
  'admin',
  'app',
  'mail',
  'ftp',
  'blog',
  'help',
  'support',
];

export const slugLength = { min: 2, max: 50 } as const;

// Letters that Unicode does not take apart into a base letter and marks.
const transliterations: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ħ: 'h',
  ı: 'i',
  ŋ: 'n',
  ŧ: 't',
};

/**
 * A slug for a name: `Café Zürich & Söhne` gives `cafe-zurich-sohne`. Latin letters lose their marks, everything
 * else becomes a hyphen, and the result is cut to 50 characters. It may be empty, too short or reserved.
 */
export function slugify(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^ -~]/gu, (letter) => transliterations[letter] ?? letter)
    .replace(/[\p{Mark}'’]/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-/, '')
    .slice(0, slugLength.max)
    .replace(/-$/, '');
}

/** Why the text cannot be a slug or a subdomain; undefined when it can. */
export function slugFault(slug: string): string | undefined {
  if (slug.length < slugLength.min || slug.length > slugLength.max) {
    return `must have ${slugLength.min} to ${slugLength.max} characters`;
  }
  if (!/^[a-z0-9-]+$/.test(slug)) return 'may contain only a-z, 0-9 and hyphens';
  if (slug.startsWith('-') || slug.endsWith('-')) return 'must not start or end with a hyphen';
  return reservedLabels.includes(slug) ? `is reserved: ${slug}` : undefined;
}
