import { execFile } from 'node:child_process';
import type { Diagnostics, ServiceManager } from '../../work/ports.ts';

/** How long one notification may take before it is given up, ms; it takes about ten. */
const PATIENCE_MS = 5000;

/** A status is one line, and an argument holds no NUL. */
const oneLine = (text: string): string => text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ');

/** A positive whole number of microseconds in milliseconds; undefined for anything else. */
function milliseconds(microseconds: string | undefined): number | undefined {
  return microseconds !== undefined && /^[1-9]\d{0,15}$/.test(microseconds) ? Number(microseconds) / 1000 : undefined;
}

/**
 * Talks to systemd through `systemd-notify`; a no-op where NOTIFY_SOCKET is not set. A notification that does not go
 * through is a diagnostic, once: the watch goes on without a manager.
 *
 * @see https://www.freedesktop.org/software/systemd/man/latest/sd_notify.html
 */
export function serviceManager(environment: NodeJS.ProcessEnv, diagnostics: Diagnostics): ServiceManager {
  const socket = environment['NOTIFY_SOCKET'];
  let failedBefore = false;

  function notify(...assignments: readonly string[]): Promise<void> {
    if (socket === undefined || socket === '') return Promise.resolve();
    return new Promise((resolve) => {
      const env = { NOTIFY_SOCKET: socket, PATH: environment['PATH'] };
      const options = { env, timeout: PATIENCE_MS, killSignal: 'SIGKILL' } as const;
      execFile('systemd-notify', [`--pid=${process.pid}`, ...assignments], options, (error) => {
        if (error !== null && !failedBefore) {
          failedBefore = true;
          diagnostics.note('warning', 'the service manager could not be told', {
            assignments,
            cause: error.message,
          });
        }
        resolve();
      });
    });
  }

  /** Of the watchdog, if it watches this process. */
  function watchdogMs(): number | undefined {
    const watched = environment['WATCHDOG_PID'];
    if (watched !== undefined && watched !== String(process.pid)) return undefined;
    return milliseconds(environment['WATCHDOG_USEC']);
  }

  return {
    ready: (status) => notify('READY=1', `STATUS=${oneLine(status)}`),
    // Without its time, in microseconds, Type=notify-reload would take the READY=1 of the start for that of the reload.
    reloading: () => notify('RELOADING=1', `MONOTONIC_USEC=${process.hrtime.bigint() / 1000n}`),
    stopping: () => notify('STOPPING=1'),
    status: (text) => notify(`STATUS=${oneLine(text)}`),
    keepAlive(alive) {
      const everyMs = watchdogMs();
      if (everyMs === undefined || socket === undefined) return { [Symbol.dispose]: () => undefined };
      const beat = () => {
        if (alive()) void notify('WATCHDOG=1');
      };
      beat();
      const timer = setInterval(beat, everyMs / 2);
      timer.unref();
      return { [Symbol.dispose]: () => clearInterval(timer) };
    },
  };
}
