import type { Plugin as EsbuildPlugin } from 'esbuild';
import type { ViteUserConfig } from 'vitest/config';

export const pageTextForEsbuild: EsbuildPlugin;
export const pageTextForVite: NonNullable<ViteUserConfig['plugins']>[number];
