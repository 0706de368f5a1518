import { defineConfig } from 'vitest/config';

/** Two projects: what needs nothing but Node, and what builds real sandboxes (slower, fewer at once). */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{checks,runner,web,bench}/**/*.test.ts'],
          exclude: ['**/*.real.test.ts', 'node_modules/**'],
        },
      },
      {
        test: {
          name: 'real',
          include: ['{runner,web,checks}/**/*.real.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
