import { Buffer } from 'node:buffer';
import { fstatSync, write } from 'node:fs';
import { promisify } from 'node:util';
import { handedOverDescriptor } from '../../formats/system/handed-over.ts';
import type { LineTarget } from './line-target.ts';
import { outputError } from './output-error.ts';
import { systemError } from './system-error.ts';

/** As OpenFile= of the unit names it. */
const SOCKET_NAME = 'journal';

const send = promisify(write);

/**
 * The journal's socket, as systemd has opened it for this process: Node has none of that kind. undefined: it was not handed over.
 * @see https://www.freedesktop.org/software/systemd/man/latest/systemd.service.html under OpenFile=
 */
export function journalDescriptor(environment: NodeJS.ProcessEnv): number | undefined {
  const descriptor = handedOverDescriptor(environment, process.pid, SOCKET_NAME);
  if (descriptor === undefined) return undefined;
  try {
    return fstatSync(descriptor).isSocket() ? descriptor : undefined;
  } catch {
    return undefined;
  }
}

/** The systemd journal, one entry a datagram; texts carry octets, one a character. */
export class JournalTarget implements LineTarget {
  readonly #descriptor: number | undefined;

  constructor(descriptor: number | undefined) {
    this.#descriptor = descriptor;
  }

  async append(entries: readonly string[]): Promise<void> {
    if (this.#descriptor === undefined) {
      const what =
        'the unit hands over no socket of the journal; write OpenFile=/run/systemd/journal/socket:journal:graceful into its [Service] (systemd 253 or later), or use the log output console';
      throw outputError('journal', 'writing to the journal', systemError('ENOENT', what));
    }
    for (const entry of entries) {
      try {
        await send(this.#descriptor, Buffer.from(entry, 'latin1'));
      } catch (error) {
        throw outputError('journal', 'writing to the journal', error);
      }
    }
  }

  /** systemd's, and the next configuration's. */
  close(): void {}
}
