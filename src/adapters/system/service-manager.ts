import { Buffer } from 'node:buffer';
import { execFile } from 'node:child_process';
import { fstatSync, write } from 'node:fs';
import { promisify } from 'node:util';
import { causeOf } from '../../domain/failure/cause-of.ts';
import { DIAGNOSTIC_FAILURES } from '../../domain/failure/diagnostic-failures.ts';
import { oneLine } from '../../domain/one-line.ts';
import { inheritedDescriptor } from '../../formats/system/inherited-descriptor.ts';
import type { Diagnostics, ServiceManager } from '../../work/ports/system.ts';

/** The maximum duration of `systemd-notify`, ms. It usually takes about 10 ms. */
const TIMEOUT_MS = 5000;

/** Converts a positive integer of microseconds to milliseconds; undefined for other values. */
function toMilliseconds(microseconds: string | undefined): number | undefined {
  return microseconds !== undefined && /^[1-9]\d{0,15}$/.test(microseconds) ? Number(microseconds) / 1000 : undefined;
}

/** The name of the notification socket in OpenFile= of the systemd unit. */
const SOCKET_NAME = 'notify';

const send = promisify(write);

/**
 * Returns the notification socket that systemd opened for this process; undefined if there is none.
 * systemd knows that messages on this socket are from the main process, so the unit can reject
 * messages of child processes (NotifyAccess=main).
 */
function notifyDescriptor(environment: NodeJS.ProcessEnv): number | undefined {
  const descriptor = inheritedDescriptor(environment, process.pid, SOCKET_NAME);
  if (descriptor === undefined) return undefined;
  try {
    return fstatSync(descriptor).isSocket() ? descriptor : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Sends a notification with the program systemd-notify. systemd accepts the notification only with
 * NotifyAccess=all, because it comes from another process.
 */
function runSystemdNotify(socket: string, path: string | undefined, assignments: readonly string[]): Promise<void> {
  const options = { env: { NOTIFY_SOCKET: socket, PATH: path }, timeout: TIMEOUT_MS, killSignal: 'SIGKILL' } as const;
  return new Promise((resolve, reject) => {
    execFile('systemd-notify', [`--pid=${process.pid}`, ...assignments], options, (error) => {
      if (error === null) resolve();
      else reject(error);
    });
  });
}

/**
 * Notifies systemd through the socket of the unit, or with `systemd-notify` on systemd before 253.
 * Does nothing without NOTIFY_SOCKET. A failed notification is reported once as a diagnostic, and
 * monitoring continues.
 * @see https://www.freedesktop.org/software/systemd/man/latest/sd_notify.html
 */
export function serviceManager(environment: NodeJS.ProcessEnv, diagnostics: Diagnostics): ServiceManager {
  const socket = environment['NOTIFY_SOCKET'];
  const descriptor = notifyDescriptor(environment);
  let hasFailed = false;

  async function notify(...assignments: readonly string[]): Promise<void> {
    if (socket === undefined || socket === '') return;
    try {
      if (descriptor === undefined) await runSystemdNotify(socket, environment['PATH'], assignments);
      else await send(descriptor, Buffer.from(assignments.join('\n')));
    } catch (error) {
      if (hasFailed) return;
      hasFailed = true;
      diagnostics.note(
        'warning',
        DIAGNOSTIC_FAILURES.service_manager_not_notified({
          assignments: assignments.join(', '),
          cause: causeOf(error),
        }),
      );
    }
  }

  /** Returns the interval of the watchdog, if systemd uses one for this process. */
  function watchdogMs(): number | undefined {
    const watchdogPid = environment['WATCHDOG_PID'];
    if (watchdogPid !== undefined && watchdogPid !== String(process.pid)) return undefined;
    return toMilliseconds(environment['WATCHDOG_USEC']);
  }

  return {
    ready: (status) => notify('READY=1', `STATUS=${oneLine(status)}`),
    // With Type=notify-reload, systemd uses MONOTONIC_USEC to distinguish the READY=1 of the reload
    // from the READY=1 of the start.
    reloading: () => notify('RELOADING=1', `MONOTONIC_USEC=${process.hrtime.bigint() / 1000n}`),
    stopping: () => notify('STOPPING=1'),
    status: (text) => notify(`STATUS=${oneLine(text)}`),
    // Notifies the watchdog twice in each interval while `alive` returns true, until disposed.
    keepAlive(alive) {
      const intervalMs = watchdogMs();
      if (intervalMs === undefined || socket === undefined) return { [Symbol.dispose]: () => undefined };
      const notifyIfAlive = () => {
        if (alive()) void notify('WATCHDOG=1');
      };
      notifyIfAlive();
      const timer = setInterval(notifyIfAlive, intervalMs / 2);
      timer.unref();
      return { [Symbol.dispose]: () => clearInterval(timer) };
    },
  };
}
