import { z } from 'zod';
import { slugFault, slugify } from './slug.ts';

/**
 * Fills in the slug from a name and the subdomain from the slug, where they are not given. Reports an issue at
 * `slug` when nothing usable can be made of the name.
 */
export function withSlugs<
  T extends { readonly slug?: string | undefined; readonly subdomain?: string | undefined },
>(
  value: T,
  from: string,
  field: string,
  context: z.RefinementCtx,
): T & { readonly slug: string; readonly subdomain: string } {
  const slug = value.slug ?? slugify(from);
  const fault = slugFault(slug);
  if (fault !== undefined) {
    const message = `cannot be made from the ${field} (${JSON.stringify(slug)} ${fault}); give one`;
    context.addIssue({ code: 'custom', path: ['slug'], message });
    return z.NEVER;
  }
  return { ...value, slug, subdomain: value.subdomain ?? slug };
}
