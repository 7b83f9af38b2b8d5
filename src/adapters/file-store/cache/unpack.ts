import { CertificateRow } from '../../../formats/certificate-table/certificate-row.ts';
import { RowSlab } from '../../../formats/certificate-table/row-slab.ts';
import type { SharedFacts, SharedFactsTable } from '../../../formats/certificate-table/shared-facts.ts';
import type { PlacedCertificate } from '../open/file-content.ts';
import { ABSENT, type FileSource } from '../open/file-source.ts';
import type { Reading } from '../open/reading.ts';
import type { FileState } from '../walk/file-state.ts';
import { fileStateAt } from '../walk/file-state-array.ts';
import { LazyFileStat } from './lazy-file-stat.ts';
import {
  type ContentParts,
  FLAGS_OFFSET,
  HAS_OTHER_PATHS,
  HAS_STATE,
  NUMBERS_PER_FILE,
  type PackedReadings,
  WITHOUT_STAT,
} from './packed-readings.ts';
import { SingleCertificateFile } from './single-certificate-file.ts';

/**
 * Calls `onReading` with the result of reading each file. Certificates are views of the packed
 * rows, and not copies.
 * @param paths the paths of the packed files, in the same order
 * @param sharedFactsTable receives the shared facts, so that equal facts of all files are stored
 * once
 */
export function unpack(
  packed: PackedReadings,
  paths: readonly string[],
  sharedFactsTable: SharedFactsTable,
  onReading: (path: string, reading: Reading) => void,
): void {
  const { rows, certificates, files } = packed;
  const slab = new RowSlab(rows);
  // `push` and not `map`: V8 then represents this array in the same way in every call, which keeps
  // the code that it compiled.
  const sharedFacts: SharedFacts[] = [];
  for (const facts of packed.sharedFacts) sharedFacts.push(sharedFactsTable.intern(facts));
  const otherSources = new Map(packed.otherSources);
  /** The position of the next certificate in `certificates`, which has two numbers for each. */
  let position = 0;
  const nextRow = (): CertificateRow => {
    const start = position;
    position += 2;
    return new CertificateRow(slab, certificates[start] ?? 0, factsAt(sharedFacts, certificates[start + 1]));
  };
  for (let index = 0; index < paths.length; index++) {
    const path = paths[index] ?? '';
    const start = index * NUMBERS_PER_FILE;
    const flags = files[start + FLAGS_OFFSET] ?? 0;
    let state: FileState | undefined;
    if (flags === WITHOUT_STAT) state = new LazyFileStat(path);
    // `HAS_STATE` is the lowest bit.
    else if (flags % 2 === HAS_STATE) state = fileStateAt(files, start);
    const otherSource = otherSources.get(index);
    let source: FileSource;
    if (otherSource === undefined) {
      const facts = factsAt(sharedFacts, certificates[position + 1]);
      source = new SingleCertificateFile(path, slab, certificates[position] ?? 0, facts);
      position += 2;
    } else if ('positions' in otherSource) {
      const placed = otherSource.positions.map(({ block, alias }) => ({ block, alias, certificate: nextRow() }));
      source = contentOf(path, placed, otherSource);
    } else {
      source = otherSource.kind === 'absent' ? ABSENT : otherSource;
    }
    // True for `WITHOUT_STAT` too.
    onReading(path, { source, state, mayHaveOtherPaths: flags >= HAS_OTHER_PATHS });
  }
}

function factsAt(sharedFacts: readonly SharedFacts[], index = 0): SharedFacts {
  const facts = sharedFacts[index];
  if (facts === undefined) throw new RangeError(`packed readings: ${index} of ${sharedFacts.length} shared facts`);
  return facts;
}

function contentOf(path: string, certificates: readonly PlacedCertificate[], parts: ContentParts): FileSource {
  const { requests, keys, problems, dependsOnPasswords, wasOpenedWithPassword } = parts;
  return {
    kind: 'content',
    content: { path, certificates, requests, keys, problems, dependsOnPasswords, wasOpenedWithPassword },
  };
}
