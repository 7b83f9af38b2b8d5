import { Buffer } from 'node:buffer';
import { fstatSync, write } from 'node:fs';
import { promisify } from 'node:util';
import { OUTPUT_FAILURES } from '../../domain/failure/output-failures.ts';
import { inheritedDescriptor } from '../../formats/system/inherited-descriptor.ts';
import type { LineTarget } from './line-target.ts';
import { outputError } from './output-error.ts';
import { systemError } from './system-error.ts';

/** The name of the journal socket in OpenFile= of the systemd unit. */
const SOCKET_NAME = 'journal';

const send = promisify(write);

/**
 * Returns the descriptor of the journal socket that systemd opened for this process; undefined if
 * there is none. Node cannot open the socket, because it has no Unix datagram sockets.
 * @see https://www.freedesktop.org/software/systemd/man/latest/systemd.service.html under OpenFile=
 */
export function journalDescriptor(environment: NodeJS.ProcessEnv): number | undefined {
  const descriptor = inheritedDescriptor(environment, process.pid, SOCKET_NAME);
  if (descriptor === undefined) return undefined;
  try {
    return fstatSync(descriptor).isSocket() ? descriptor : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The systemd journal, one entry per datagram. The journal format is binary, and winston only
 * passes strings, so each character of a text is one byte of the entry (latin1).
 */
export class JournalTarget implements LineTarget {
  readonly #descriptor: number | undefined;

  constructor(descriptor: number | undefined) {
    this.#descriptor = descriptor;
  }

  async append(entries: readonly string[]): Promise<void> {
    if (this.#descriptor === undefined) {
      throw outputError(
        'journal',
        OUTPUT_FAILURES.journal_not_written,
        systemError('ENOENT', OUTPUT_FAILURES.journal_socket_missing),
      );
    }
    for (const entry of entries) {
      try {
        await send(this.#descriptor, Buffer.from(entry, 'latin1'));
      } catch (error) {
        throw outputError('journal', OUTPUT_FAILURES.journal_not_written, error);
      }
    }
  }

  /** Does nothing: the socket belongs to the process, and the next configuration may use it too. */
  close(): void {}
}
