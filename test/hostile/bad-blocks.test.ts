import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TemporaryDirectory, temporaryDirectory } from '../fixtures/temporary-directory.ts';
import { fillWithCertificates } from './hostile-directory.ts';
import { type Run, runMeasured } from './run-measured.ts';

const MEBIBYTE = 2 ** 20;
const FILE_BYTES = 15 * MEBIBYTE;
const FILES = 3;
/** The memory of a file, its text, and garbage of earlier files; 130 to 150 MiB were measured. */
const A_LARGE_FILE_MIB = 300;

let directory: TemporaryDirectory;
let leastMiB = 0;

beforeAll(async () => {
  directory = temporaryDirectory();
  fillWithCertificates(directory, 'small', 1);
  leastMiB = (await runMeasured('scan', directory.at('small'), '--format', 'json')).peakMiB;
});
afterAll(() => directory[Symbol.dispose]());

/** Scans a store of files with this text, repeated. */
async function scanned(store: string, text: string): Promise<Run> {
  const bytes = text.repeat(Math.floor(FILE_BYTES / text.length));
  for (let at = 0; at < FILES; at += 1) directory.write(`${store}/${at}.pem`, bytes);
  return await runMeasured('scan', directory.at(store), '--format', 'json');
}

it.each([
  ['that are cut short', '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n', ['3 der_truncated']],
  ['without END', '-----BEGIN CERTIFICATE-----\n', ['3 pem_unterminated']],
])(
  'a store of files with hundreds of thousands of blocks %s is one event, in bounded memory',
  async (_, text, events) => {
    const run = await scanned(`blocks-${text.length}`, text);
    expect(run.exitCode).toBe(0);
    const records = run.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(records.map(({ mailcertd: { facts } }) => `${facts.count} ${facts.reason}`)).toEqual(events);
    const [{ blockCount, blocks }] = records[0].mailcertd.facts.files;
    expect(blockCount).toBe(Math.floor(FILE_BYTES / text.length));
    expect(blocks).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(run.stdout.length + run.stderr.length).toBeLessThan(10_000);
    expect(run.peakMiB).toBeLessThan(leastMiB + A_LARGE_FILE_MIB);
  },
);
