import { defineConfig, type ViteUserConfig } from 'vitest/config';

/**
 * A quick test runs in the process of Vitest for a few seconds at most. A long test starts daemons
 * or other programs, kills them, waits, measures, or tests a property at length.
 */
const LONG: readonly string[] = [
  'test/{bench,hostile,peers,scenario,simulation}/**/*.test.ts',
  'test/**/*.long.test.ts',
];

/**
 * Quick tests with a process of their own, because they limit its processor time, or search the
 * memory that Node shares between small buffers.
 */
const ISOLATED: readonly string[] = ['test/formats/**/fuzz.test.ts', 'test/adapters/file-store/open/open-file.test.ts'];

const configuration: ViteUserConfig = defineConfig({
  test: {
    // Two processes: the machine this was measured on has two cores, and real daemons run at the same time.
    maxWorkers: 2,
    // Not threads: some tests change the umask and the account of their process.
    pool: 'forks',
    reporters: ['default', './test/report-missing.ts'],
    setupFiles: ['test/fixed-seed.ts'],
    runner: 'test/skip-without-program.ts',
    // Long, for a busy machine: a test that hangs is ended all the same.
    testTimeout: 120_000,
    // Some build packages first.
    hookTimeout: 600_000,
    // Some tests wait for real servers, and a busy machine may take too long: CI runs such a test once more, and says so.
    retry: process.env['CI'] === 'true' ? 1 : 0,
    env: { TZ: 'UTC', LC_ALL: 'C.UTF-8' },
    // npm test runs the quick ones, npm run test:all the long ones too. The projects run one after
    // the other, because a process is only shared by files of one project that run in succession.
    projects: [
      {
        extends: true,
        test: {
          name: 'quick',
          include: ['test/**/*.test.ts'],
          exclude: [...LONG, ...ISOLATED],
          // The files share processes, because loading the modules takes longer than most tests.
          isolate: false,
          setupFiles: ['test/leaves-no-trace.ts'],
        },
      },
      { extends: true, test: { name: 'quick-isolated', include: [...ISOLATED], sequence: { groupOrder: 1 } } },
      { extends: true, test: { name: 'long', include: [...LONG], sequence: { groupOrder: 2 } } },
    ],
  },
});

export default configuration;
