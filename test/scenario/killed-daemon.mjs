// A daemon that is to be killed: the built one, on a literal clock, told by its arguments. Says when it begins, and when
// a pass is committed.
import { readConfiguration } from '../../dist/adapters/config/read-configuration.js';
import { startDaemon } from '../../dist/main/daemon.js';

const [file, stateDirectory, now] = process.argv.slice(2);
const configuration = readConfiguration(file, {
  hostnameFile: 'mail01.contoso.com',
  kernelHostname: 'mail01',
  canonicalName: undefined,
  stateDirectory,
  locale: 'en',
  eventIds: [],
});
process.stdout.write('begins\n');
await startDaemon(
  configuration,
  { note: () => undefined },
  {
    clock: { now: () => Number(now), monotonicMs: () => performance.now() },
    schedule: () => ({ runs: async function* () {}, nextAt: () => undefined }),
    passed: () => process.stdout.write('passed\n'),
  },
);
setInterval(() => undefined, 60_000);
