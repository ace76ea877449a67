import { keyIcon, linkIcon } from '../diagram/draw-box.ts';

const shapes = {
  key: `<path fill="currentColor" d="${keyIcon}"/>`,
  link: `<path fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round" d="${linkIcon}"/>`,
  target:
    '<g fill="none" stroke="currentColor" stroke-width="1.3" stroke-linecap="round"><circle cx="6" cy="6" r="3.4"/><path d="M6 .6v2M6 9.4v2M.6 6h2M9.4 6h2"/></g>',
  search:
    '<g fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round"><circle cx="5" cy="5" r="3.8"/><path d="m8 8 3.2 3.2"/></g>',
  theme:
    '<circle cx="6" cy="6" r="5.2" fill="none" stroke="currentColor" stroke-width="1.4"/><path fill="currentColor" d="M6 .8a5.2 5.2 0 0 1 0 10.4Z"/>',
  plus: '<path fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" d="M6 1.5v9M1.5 6h9"/>',
  minus: '<path fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" d="M1.5 6h9"/>',
  fit: '<path fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round" d="M1 4V1h3M8 1h3v3M11 8v3H8M4 11H1V8"/>',
  print:
    '<path fill="none" stroke="currentColor" stroke-width="1.3" stroke-linejoin="round" d="M3 4V.8h6V4M3 9H.8V4h10.4v5H9M3 7h6v4.2H3Z"/>',
  wide: '<path fill="none" stroke="currentColor" stroke-width="1.4" stroke-linejoin="round" d="M.8 1.5h10.4v9H.8ZM7.6 1.5v9"/>',
} as const;

/** A sign of 12 by 12 pixels; one without a label says nothing that its surroundings do not. */
export function icon(name: keyof typeof shapes, label = ''): string {
  const accessible = label === '' ? 'aria-hidden="true"' : `role="img" aria-label="${label}"`;
  const title = label === '' ? '' : `<title>${label}</title>`;
  return `<svg class="icon ${name}" viewBox="0 0 12 12" width="12" height="12" ${accessible}>${title}${shapes[name]}</svg>`;
}
