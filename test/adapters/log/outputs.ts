import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import type { EventRecord } from '../../../src/domain/event/event-record.ts';
import { NO_CERTIFICATE } from '../../formats/event/records.ts';

/** A signal that is never aborted. */
export const GO: AbortSignal = new AbortController().signal;

/** Creates a directory that is removed after the test. */
export function temporaryDirectory(): { readonly path: string } & Disposable {
  const path = mkdtempSync(join(tmpdir(), 'mailcertd-log-'));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

/** Returns records that are numbered from `first`. */
export function records(first: number, count: number): readonly EventRecord[] {
  return Array.from({ length: count }, (_, index) => ({ ...NO_CERTIFICATE, eventRecordId: first + index }));
}

/** A stream that keeps its input, or fails with an error code. */
export class Collected extends Writable {
  text = '';
  failure: string | undefined;

  override _write(chunk: unknown, _encoding: string, done: (error?: Error | null) => void): void {
    if (this.failure === undefined) {
      this.text += String(chunk);
      done();
    } else {
      done(Object.assign(new Error(`${this.failure}: write`), { code: this.failure }));
    }
  }
}

/** Returns the record numbers at the end of lines in the line format. */
export function numbersIn(text: string): readonly number[] {
  return Array.from(text.matchAll(/\(#(\d+)\)$/gm), ([, number]) => Number(number));
}
