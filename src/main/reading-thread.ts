import { parentPort, workerData } from 'node:worker_threads';
import { ContentReader } from '../adapters/file-store/content-reader.ts';
import { Pace } from '../adapters/file-store/pace.ts';
import { Packer } from '../adapters/file-store/packed-readings.ts';
import { PasswordFiles } from '../adapters/file-store/password-files.ts';
import type { ReadingQuestion, ReadingTask } from '../adapters/file-store/reading-thread.ts';

/** The second thread of a reader, where it starts: reads what it is asked for, file by file, and answers in order. */
function run(port: NonNullable<typeof parentPort>, { passwordFiles, looksAgain }: ReadingTask): void {
  const reader = new ContentReader(new PasswordFiles(passwordFiles, 0), looksAgain);
  const pace = new Pace(new AbortController().signal);
  const packer = new Packer();
  let before: Promise<void> = Promise.resolve();
  const answer = async ({ paths }: ReadingQuestion): Promise<void> => {
    packer.begin();
    for (const path of paths) {
      const packing = reader.pack(path, pace, packer);
      if (packing !== undefined) await packing;
    }
    const packed = packer.take();
    const buffers = [packed.rows.buffer, packed.certificates.buffer, packed.files.buffer];
    port.postMessage(
      packed,
      buffers.filter((buffer) => buffer instanceof ArrayBuffer),
    );
  };
  port.on('message', (question: ReadingQuestion) => {
    before = before.then(() => answer(question));
  });
}

if (parentPort !== null) run(parentPort, workerData);
