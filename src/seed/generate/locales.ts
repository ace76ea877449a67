import type { Faker } from '@faker-js/faker';

/** Where people of a locale live. */
export interface Place {
  /** BCP 47. */
  readonly tag: string;
  readonly timezone: string;
  /** Minutes ahead of UTC in winter: near enough to tell working hours from night. */
  readonly offset: number;
}

export interface NameLocale {
  readonly places: readonly [Place, ...Place[]];
  /** The name as it is written, of given name and family name. */
  readonly written: (given: string, family: string) => string;
  /** Loads the names of that language alone. */
  readonly load: () => Promise<{ readonly faker: Faker }>;
}

const givenFirst = (given: string, family: string) => `${given} ${family}`;
const place = (tag: string, timezone: string, offset: number): Place => ({ tag, timezone, offset });

/** The languages that names come in. A locale's order is part of the rows, so that new ones go last. */
export const locales: Readonly<Record<string, NameLocale>> = {
  en: {
    places: [
      place('en-US', 'America/New_York', -300),
      place('en-US', 'America/Los_Angeles', -480),
      place('en-GB', 'Europe/London', 0),
      place('en-AU', 'Australia/Brisbane', 600),
    ],
    written: givenFirst,
    load: () => import('@faker-js/faker/locale/en'),
  },
  de: {
    places: [
      place('de-DE', 'Europe/Berlin', 60),
      place('de-CH', 'Europe/Zurich', 60),
      place('de-AT', 'Europe/Vienna', 60),
    ],
    written: givenFirst,
    load: () => import('@faker-js/faker/locale/de'),
  },
  fr: {
    places: [place('fr-FR', 'Europe/Paris', 60), place('fr-CA', 'America/Toronto', -300)],
    written: givenFirst,
    load: () => import('@faker-js/faker/locale/fr'),
  },
  es: {
    places: [place('es-ES', 'Europe/Madrid', 60), place('es-MX', 'America/Mexico_City', -360)],
    written: givenFirst,
    load: () => import('@faker-js/faker/locale/es'),
  },
  pl: {
    places: [place('pl-PL', 'Europe/Warsaw', 60)],
    written: givenFirst,
    load: () => import('@faker-js/faker/locale/pl'),
  },
  tr: {
    places: [place('tr-TR', 'Europe/Istanbul', 180)],
    written: givenFirst,
    load: () => import('@faker-js/faker/locale/tr'),
  },
  ar: {
    places: [place('ar-EG', 'Africa/Cairo', 120), place('ar-AE', 'Asia/Dubai', 240)],
    written: givenFirst,
    load: () => import('@faker-js/faker/locale/ar'),
  },
  he: {
    places: [place('he-IL', 'Asia/Jerusalem', 120)],
    written: givenFirst,
    load: () => import('@faker-js/faker/locale/he'),
  },
  ja: {
    places: [place('ja-JP', 'Asia/Tokyo', 540)],
    written: (given, family) => `${family} ${given}`,
    load: () => import('@faker-js/faker/locale/ja'),
  },
  ko: {
    places: [place('ko-KR', 'Asia/Seoul', 540)],
    written: (given, family) => `${family}${given}`,
    load: () => import('@faker-js/faker/locale/ko'),
  },
  zh: {
    places: [place('zh-CN', 'Asia/Shanghai', 480)],
    written: (given, family) => `${family}${given}`,
    load: () => import('@faker-js/faker/locale/zh_CN'),
  },
};

export const localeNames: readonly string[] = Object.keys(locales);
