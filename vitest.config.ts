import { defineConfig, type ViteUserConfig } from 'vitest/config';

const configuration: ViteUserConfig = defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Two processes: the machine this was measured on has two cores, and real daemons run beside the tests.
    maxWorkers: 2,
    setupFiles: ['test/fixed-seed.ts'],
    runner: 'test/skip-without-program.ts',
    reporters: ['default', './test/report-missing.ts'],
    // Long, for a busy machine: what hangs is ended all the same.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    env: { TZ: 'UTC', LC_ALL: 'C.UTF-8' },
  },
});

export default configuration;
