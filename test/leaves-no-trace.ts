import * as timers from 'node:timers';
import { afterAll, expect, vi } from 'vitest';

/** The parts of the process that the tests of a file can change, and that all later files share. */
function sharedState(): Readonly<Record<string, unknown>> {
  return {
    accounts: [process.geteuid?.(), process.getegid?.(), process.getgroups?.().toSorted()],
    directory: process.cwd(),
    listeners: process.eventNames().flatMap((name) => process.listeners(name as NodeJS.Signals)),
    now: performance.now,
    umask: process.umask(),
  };
}

/** Fails if timers are not those of Node. Vitest restores spies after the hooks, so this is also checked at the start. */
function expectRealTimers(): void {
  const isReal = !vi.isFakeTimers() && globalThis.setTimeout === timers.setTimeout;
  expect(isReal, 'a file whose tests end with the timers of Node').toBe(true);
}

expectRealTimers();
const before = sharedState();
const environment = { ...process.env };

afterAll(() => {
  expectRealTimers();
  expect(sharedState(), 'the state of the process after the tests of this file').toEqual(before);
  // Only names: values can be secrets.
  const names = Object.keys({ ...environment, ...process.env });
  const changed = names.filter((name) => process.env[name] !== environment[name]);
  expect(changed, 'environment variables that the tests of this file changed').toEqual([]);
});
