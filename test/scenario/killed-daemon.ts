// A daemon for tests that kill it. It is bundled like the real one, and its clock and files are
// arguments. It prints when it starts and when a scan is committed.
import { readConfiguration } from '../../src/adapters/config/read/read-configuration.ts';
import { Daemon } from '../../src/main/daemon.ts';

const [file = '', stateDirectory = '', now] = process.argv.slice(2);
const configuration = readConfiguration(file, {
  hostnameFile: 'mail01.contoso.com',
  kernelHostname: 'mail01',
  canonicalName: undefined,
  stateDirectory,
  locale: 'en',
  eventIds: [],
});
process.stdout.write('begins\n');
await Daemon.start(
  configuration,
  { note: () => undefined },
  {
    clock: { now: () => Number(now), monotonicMs: () => performance.now() },
    schedule: () => ({
      runs: async function* () {},
      nextAt: () => undefined,
      takeClockStep: () => 0,
      takeSuspension: () => undefined,
    }),
    onCommitted: () => process.stdout.write('passed\n'),
  },
);
setInterval(() => undefined, 60_000);
