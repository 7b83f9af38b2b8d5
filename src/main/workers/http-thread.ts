import { parentPort, workerData } from 'node:worker_threads';
import type { HttpThreadMessage, HttpThreadParameters } from '../daemon-http.ts';
import { HttpService } from '../http-service.ts';
import { VERSION } from '../version.ts';

/**
 * Runs the HTTP server until the daemon sends a message. Errors end the thread, and the daemon
 * starts it again.
 */
function run(port: NonNullable<typeof parentPort>, { version, configuration }: HttpThreadParameters): void {
  const send = (message: HttpThreadMessage): void => port.postMessage(message);
  if (version !== VERSION) {
    send({ kind: 'outdated', installed: VERSION });
    return;
  }
  const service = new HttpService(configuration, {
    note: (level, failure) => send({ kind: 'note', level, failure }),
  });
  port.once('message', () => {
    void service[Symbol.asyncDispose]().then(() => port.close());
  });
}

if (parentPort !== null) run(parentPort, workerData);
