import { defineConfig, type ViteUserConfig } from 'vitest/config';

/** Tests with real servers, systemd, chaos, months of simulation, shells, or properties that run long. All others are quick. */
const LONG: readonly string[] = [
  'test/{bench,hostile,peers,simulation}/**/*.test.ts',
  // Many daemons, or one for minutes.
  'test/scenario/{compare,demo,evidence-order,file-cache,keys-in-memory,planted-secrets}.test.ts',
  'test/scenario/{delay-ratio,notification-commands,refused-commands,remedies}.test.ts',
  'test/scenario/{killed-*,swapped-store,thousand-alerts,unresponsive-notifier}.test.ts',
  'test/adapters/file-store/read/costly-keystores.test.ts',
  'test/adapters/file-store/write/killed-changes.test.ts',
  'test/adapters/file-store/cache/packed-readings.test.ts',
  'test/adapters/sqlite/ledger/kill-nine.test.ts',
  'test/adapters/sqlite/unprivileged.test.ts',
  'test/work/deliver/{refused.property,unresponsive-notifier}.test.ts',
  // Shells, one command after the other.
  'test/adapters/cli/screens/certificate-table.test.ts',
  'test/adapters/cli/commands/completion.test.ts',
  'test/house/{borders,documents-commands,spreads}.test.ts',
  // Properties over whole histories.
  'test/domain/{getting-worse-law,laws}.test.ts',
  'test/work/scan/evidence/{changed-anchors,evidence-law}.test.ts',
];

/** Tests of pure functions. They share one process, because loading takes longer than running them. */
const PURE: readonly string[] = ['test/{domain,formats}/**/*.test.ts'];
/** Tests with a process of their own, because they measure time or need much memory. */
const MEASURED: readonly string[] = ['test/formats/{linear,fuzz}.test.ts', 'test/formats/**/fuzz.test.ts'];

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
