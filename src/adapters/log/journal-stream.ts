import { fstatSync } from 'node:fs';
import type { Writable } from 'node:stream';

/**
 * Returns whether a stream of this process is connected to the systemd journal; false if it was
 * redirected.
 * @see https://www.freedesktop.org/software/systemd/man/latest/systemd.exec.html under
 * $JOURNAL_STREAM
 */
export function isJournalStream(stream: Writable, environment: NodeJS.ProcessEnv): boolean {
  const journalId = environment['JOURNAL_STREAM'];
  if (journalId === undefined || !('fd' in stream) || typeof stream.fd !== 'number') return false;
  try {
    const { dev, ino } = fstatSync(stream.fd, { bigint: true });
    return journalId === `${dev}:${ino}`;
  } catch {
    return false;
  }
}

/**
 * Adds a priority prefix for the journal to each line of a text.
 * @see sd-daemon(3)
 */
export function addPriority(text: string, priority: number): string {
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line) => `<${priority}>${line}\n`).join('');
}
