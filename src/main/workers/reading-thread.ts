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

/** Runs the reading thread: reads the requested files one by one, and responds in order. */
function run(port: NonNullable<typeof parentPort>, { passwordFiles, willRescan }: ReadingThreadParameters): void {
  const reader = new FilePacker(new PasswordFiles(passwordFiles, 0), willRescan);
  const slice = new TimeSlice(new AbortController().signal);
  const packer = new Packer();
  let previousResponse: Promise<void> = Promise.resolve();
  const respond = async ({ paths, maxIterations }: ReadingRequest): Promise<void> => {
    packer.begin();
    let iterations = 0;
    const limits: ReadingLimits = {
      maxBytes: Number.POSITIVE_INFINITY,
      maxIterations,
      spend: (count) => {
        iterations += count;
      },
    };
    const skippedIndexes = await reader.packAll(paths, slice, packer, limits);
    const packed = packer.take();
    const buffers = [packed.rows.buffer, packed.certificates.buffer, packed.files.buffer];
    port.postMessage(
      { packed, skippedIndexes, iterations } satisfies ReadingResult,
      buffers.filter((buffer) => buffer instanceof ArrayBuffer),
    );
  };
  port.on('message', (request: ReadingRequest) => {
    previousResponse = previousResponse.then(() => respond(request));
  });
}

if (parentPort !== null) run(parentPort, workerData);
