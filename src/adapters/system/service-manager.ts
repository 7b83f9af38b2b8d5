import { Buffer } from 'node:buffer';
import { execFile } from 'node:child_process';
import { fstatSync, write } from 'node:fs';
import { promisify } from 'node:util';
import { handedOverDescriptor } from '../../formats/system/handed-over.ts';
import type { Diagnostics, ServiceManager } from '../../work/ports/system.ts';

/** How long one notification may take before it is given up, ms; it takes about ten. */
const PATIENCE_MS = 5000;

/** A status is one line, and an argument holds no NUL. */
const oneLine = (text: string): string => text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ');

/** A positive whole number of microseconds in milliseconds; undefined for anything else. */
function milliseconds(microseconds: string | undefined): number | undefined {
  return microseconds !== undefined && /^[1-9]\d{0,15}$/.test(microseconds) ? Number(microseconds) / 1000 : undefined;
}

/** As OpenFile= of the unit names the notification socket. */
const SOCKET_NAME = 'notify';

const send = promisify(write);

/**
 * Returns the notification socket, as systemd opened it for this process: a message that is written there comes from the main
 * process, so that the unit can refuse those of its children (NotifyAccess=main). undefined: it was not handed over.
 */
function notifyDescriptor(environment: NodeJS.ProcessEnv): number | undefined {
  const descriptor = handedOverDescriptor(environment, process.pid, SOCKET_NAME);
  if (descriptor === undefined) return undefined;
  try {
    return fstatSync(descriptor).isSocket() ? descriptor : undefined;
  } catch {
    return undefined;
  }
}

/** Sends through the program, a process of its own: systemd listens to it with NotifyAccess=all only. */
function runNotify(socket: string, path: string | undefined, assignments: readonly string[]): Promise<void> {
  const options = { env: { NOTIFY_SOCKET: socket, PATH: path }, timeout: PATIENCE_MS, killSignal: 'SIGKILL' } as const;
  return new Promise((resolve, reject) => {
    execFile('systemd-notify', [`--pid=${process.pid}`, ...assignments], options, (error) => {
      if (error === null) resolve();
      else reject(error);
    });
  });
}

/**
 * Notifies systemd through the socket that the unit hands over, and without it (systemd before 253) through `systemd-notify`; a
 * no-op if NOTIFY_SOCKET is not set. A notification that fails is a diagnostic, once: monitoring continues without a manager.
 *
 * @see https://www.freedesktop.org/software/systemd/man/latest/sd_notify.html
 */
export function serviceManager(environment: NodeJS.ProcessEnv, diagnostics: Diagnostics): ServiceManager {
  const socket = environment['NOTIFY_SOCKET'];
  const descriptor = notifyDescriptor(environment);
  let failedBefore = false;

  async function notify(...assignments: readonly string[]): Promise<void> {
    if (socket === undefined || socket === '') return;
    try {
      if (descriptor === undefined) await runNotify(socket, environment['PATH'], assignments);
      else await send(descriptor, Buffer.from(assignments.join('\n')));
    } catch (error) {
      if (failedBefore) return;
      failedBefore = true;
      const cause = error instanceof Error ? error.message : String(error);
      diagnostics.note('warning', 'the service manager could not be told', { assignments, cause });
    }
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
