import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { patient } from './runner/slowdown.ts';

/** For tests that name no time of their own. Measured here, before anything runs: workers find the figure in their environment. */
const QUICK = {
  testTimeout: patient(5_000),
  hookTimeout: patient(10_000),
  expect: { poll: { timeout: patient(10_000) } },
};

/** What builds real sandboxes: slower, fewer at once. */
const REAL = {
  ...QUICK,
  testTimeout: patient(60_000),
  hookTimeout: patient(60_000),
  maxWorkers: 2,
  // Within a file whose tests have labs of their own.
  maxConcurrency: availableParallelism(),
  sequence: { groupOrder: 1 },
};
/** Of what `npm run test:hostile` runs, what builds real sandboxes. */
const HOSTILE = '{runner,web,checks}/**/{hostile,paste,flood}.real.test.ts';

/** What needs virtual machines, one file at a time: only within `npm run test:vm`. */
const MACHINES = {
  test: {
    name: 'vm',
    include: ['runner/**/*.vm.test.ts'],
    ...QUICK,
    testTimeout: patient(120_000),
    hookTimeout: patient(600_000),
    maxWorkers: 1,
    sequence: { groupOrder: 3 },
  },
};

/** What needs nothing but Node; what builds real sandboxes; and last the proofs, which fill the machine. */
export default defineConfig({
  test: {
    teardownTimeout: patient(10_000),
    projects: [
      {
        test: {
          ...QUICK,
          name: 'unit',
          // Pure functions share their modules: loading them anew for each file costs more than all the tests.
          isolate: false,
          include: ['{checks,runner,web,bench}/**/*.test.ts'],
          exclude: ['**/*.{real,proofs,vm}.test.ts', 'node_modules/**'],
        },
      },
      {
        test: {
          ...REAL,
          name: 'real',
          include: ['{runner,web,checks}/**/*.real.test.ts'],
          exclude: [HOSTILE, 'node_modules/**'],
          // Browsers, sockets and kernels race. What passes only when tried again is counted and shown by the reporter.
          retry: 1,
        },
      },
      // An attack that succeeds once has succeeded: these get one try.
      { test: { ...REAL, name: 'hostile', include: [HOSTILE] } },
      {
        test: {
          ...QUICK,
          name: 'proofs',
          include: ['runner/**/*.proofs.test.ts'],
          // Sandboxes at a time: an attempt waits about as long as it computes.
          maxConcurrency: 2 * availableParallelism(),
          testTimeout: patient(600_000),
          sequence: { groupOrder: 2 },
        },
      },
      ...(process.env.WIREBOOK_VM ? [MACHINES] : []),
    ],
  },
});
