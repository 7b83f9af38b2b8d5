import { parentPort, workerData } from 'node:worker_threads';
import { ContentReader } from '../../adapters/file-store/cache/content-reader.ts';
import { Packer } from '../../adapters/file-store/cache/packed-readings.ts';
import type { ReadingQuestion, ReadingTask, ReadPart } from '../../adapters/file-store/cache/reading-thread.ts';
import type { ReadingLimits } from '../../adapters/file-store/open/opening-budget.ts';
import { PasswordFiles } from '../../adapters/file-store/open/password-files.ts';
import { TimeSlice } from '../../adapters/file-store/walk/time-slice.ts';

/**
 * Runs the second thread of a reader: reads the requested files one by one, and answers in order.
 */
function run(port: NonNullable<typeof parentPort>, { passwordFiles, willRescan }: ReadingTask): void {
  const reader = new ContentReader(new PasswordFiles(passwordFiles, 0), willRescan);
  const slice = new TimeSlice(new AbortController().signal);
  const packer = new Packer();
  let before: Promise<void> = Promise.resolve();
  const answer = async ({ paths, rounds }: ReadingQuestion): Promise<void> => {
    packer.begin();
    let spent = 0;
    const limits: ReadingLimits = {
      bytes: Number.POSITIVE_INFINITY,
      rounds,
      spend: (more) => {
        spent += more;
      },
    };
    const left = await reader.packAll(paths, slice, packer, limits);
    const packed = packer.take();
    const buffers = [packed.rows.buffer, packed.certificates.buffer, packed.files.buffer];
    port.postMessage(
      { packed, leftOut: left, spent } satisfies ReadPart,
      buffers.filter((buffer) => buffer instanceof ArrayBuffer),
    );
  };
  port.on('message', (question: ReadingQuestion) => {
    before = before.then(() => answer(question));
  });
}

if (parentPort !== null) run(parentPort, workerData);
