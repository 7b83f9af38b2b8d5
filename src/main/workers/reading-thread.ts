import { parentPort, workerData } from 'node:worker_threads';
import { FilePacker } from '../../adapters/file-store/cache/file-packer.ts';
import { Packer } from '../../adapters/file-store/cache/packer.ts';
import type {
  ReadingRequest,
  ReadingResult,
  ReadingThreadParameters,
} from '../../adapters/file-store/cache/reading-thread.ts';
import type { ReadingLimits } from '../../adapters/file-store/open/opening-budget.ts';
import { PasswordFiles } from '../../adapters/file-store/open/password-files.ts';
import { TimeSlice } from '../../adapters/file-store/walk/time-slice.ts';

/**
 * Runs the reading thread. It reads certificate files for the main thread, one request after the
 * other, and returns them packed in buffers, which are transferred instead of copied.
 */
function run(port: NonNullable<typeof parentPort>, { passwordFiles, willRescan }: ReadingThreadParameters): void {
  const reader = new FilePacker(new PasswordFiles(passwordFiles), willRescan);
  // A scan that is canceled terminates the thread.
  const slice = new TimeSlice();
  const packer = new Packer();
  let previousResponse: Promise<void> = Promise.resolve();
  const respond = async ({ paths, maxKdfIterations }: ReadingRequest): Promise<void> => {
    packer.begin();
    let kdfIterations = 0;
    const limits: ReadingLimits = {
      // This thread does not block the daemon, however large a file is.
      maxBytes: Number.POSITIVE_INFINITY,
      maxKdfIterations,
      spend: (count) => {
        kdfIterations += count;
      },
    };
    const skippedIndexes = await reader.packAll(paths, slice, packer, limits);
    const packed = packer.take();
    // A SharedArrayBuffer cannot be transferred.
    const buffers = [packed.rows.buffer, packed.certificates.buffer, packed.files.buffer];
    port.postMessage(
      { packed, skippedIndexes, kdfIterations } satisfies ReadingResult,
      buffers.filter((buffer) => buffer instanceof ArrayBuffer),
    );
  };
  port.on('message', (request: ReadingRequest) => {
    // A rejection ends the thread, which rejects all pending requests.
    previousResponse = previousResponse.then(() => respond(request));
  });
}

if (parentPort !== null) run(parentPort, workerData);
