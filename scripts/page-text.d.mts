import type { ViteUserConfig } from 'vitest/config';

export const pageTextForBundle: NonNullable<ViteUserConfig['plugins']>[number];
