import { defineConfig, type ViteUserConfig } from 'vitest/config';

/**
 * A quick test runs in the process of Vitest for seconds at most. A long test starts daemons or
 * other programs, kills them, measures, or tests a property at length.
 */
const LONG: readonly string[] = [
  'test/{bench,hostile,peers,scenario,simulation}/**/*.test.ts',
  'test/**/*.long.test.ts',
];

/** Quick tests of pure functions. They share one process, because loading takes longer than running them. */
const PURE: readonly string[] = ['test/{domain,formats}/**/*.test.ts'];
/** Quick tests with a process of their own, because they measure its time. */
const MEASURED: readonly string[] = ['test/formats/**/fuzz.test.ts'];

const configuration: ViteUserConfig = defineConfig({
  test: {
    // Two processes: the machine this was measured on has two cores, and real daemons run at the same time.
    maxWorkers: 2,
    reporters: ['default', './test/report-missing.ts'],
    setupFiles: ['test/fixed-seed.ts'],
    runner: 'test/skip-without-program.ts',
    // Long, for a busy machine: a test that hangs is ended all the same.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Some tests wait for real servers, and a busy machine may take too long: CI runs such a test once more, and says so.
    retry: process.env['CI'] === 'true' ? 1 : 0,
    env: { TZ: 'UTC', LC_ALL: 'C.UTF-8' },
    // npm test runs the quick ones, npm run test:all the long ones too.
    projects: [
      {
        extends: true,
        test: { name: 'quick', include: [...MEASURED, 'test/!(domain|formats)/**/*.test.ts'], exclude: [...LONG] },
      },
      {
        extends: true,
        test: { name: 'quick-pure', include: [...PURE], exclude: [...LONG, ...MEASURED], isolate: false },
      },
      { extends: true, test: { name: 'long', include: [...LONG] } },
    ],
  },
});

export default configuration;
