import { defineConfig } from 'vitest/config';

/** What needs virtual machines, one file at a time: only within `npm run test:vm`. */
const MACHINES = {
  test: {
    name: 'vm',
    include: ['runner/**/*.vm.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 600_000,
    maxWorkers: 1,
    sequence: { groupOrder: 3 },
  },
};

/** What needs nothing but Node; what builds real sandboxes (slower, fewer at once); and last the proofs, which fill the machine. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{checks,runner,web,bench}/**/*.test.ts'],
          exclude: ['**/*.{real,proofs,vm}.test.ts', 'node_modules/**'],
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
      {
        test: {
          name: 'proofs',
          include: ['runner/**/*.proofs.test.ts'],
          sequence: { groupOrder: 2 },
        },
      },
      ...(process.env.WIREBOOK_VM ? [MACHINES] : []),
    ],
  },
});
