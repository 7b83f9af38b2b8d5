import type { EventRecord } from '../../../domain/event/event-record.ts';
import { EXPORT_FAILURES } from '../../../domain/failure/export-failures.ts';
import type { EventListFormat } from '../../../formats/event/event-list.ts';
import type { Rendering } from '../../../formats/event/rendering.ts';
import { evtxEvent } from '../../../formats/evtx/evtx-event.ts';
import { EvtxWriter } from '../../../formats/evtx/evtx-writer.ts';
import { FILE_HEADER_SIZE, MAX_CHUNKS } from '../../../formats/evtx/file-header.ts';
import { ExportError } from '../../../work/errors.ts';
import type { ExportFile } from '../../../work/ports/outputs.ts';
import type { ExportFormat } from './export-format.ts';
import { renderEventList } from './render-event-list.ts';

/** The number of characters of text that are written at once. */
const BATCH_CHARACTERS = 64 * 1024;
/** Excel reads a CSV file as UTF-8 only if it begins with a byte order mark. */
const BYTE_ORDER_MARK = '\ufeff';

/** An export of records into a file. */
export interface EventExport {
  readonly records: AsyncIterable<EventRecord>;
  readonly format: ExportFormat;
  readonly rendering: Rendering;
  readonly file: ExportFile;
  /** For the error message. */
  readonly path: string;
}

/**
 * Writes records into a file, and gives it its name. Only a small part of the file is in memory.
 * Returns the number of records that are shortened, because the format has a limit.
 * @throws {ExportError}, or the reason of the signal; the caller then disposes of the file
 */
export async function writeExport(request: EventExport, signal: AbortSignal): Promise<number> {
  const { format, file } = request;
  const records = untilAborted(request.records, signal);
  let shortenedRecords = 0;
  if (format === 'evtx') shortenedRecords = await writeEvtx({ ...request, records });
  else await writeText({ ...request, records }, format);
  await file.commit();
  return shortenedRecords;
}

async function* untilAborted(records: AsyncIterable<EventRecord>, signal: AbortSignal): AsyncGenerator<EventRecord> {
  for await (const record of records) {
    signal.throwIfAborted();
    yield record;
  }
}

async function writeText({ records, rendering, file }: EventExport, format: EventListFormat): Promise<void> {
  let batch = format === 'csv' ? BYTE_ORDER_MARK : '';
  for await (const text of renderEventList(records, format, rendering)) {
    batch += text;
    if (batch.length < BATCH_CHARACTERS) continue;
    await file.append(Buffer.from(batch));
    batch = '';
  }
  await file.append(Buffer.from(batch));
}

async function writeEvtx({ records, rendering, file, path }: EventExport): Promise<number> {
  const writer = new EvtxWriter();
  // The header is written last, because it has the number of chunks.
  await file.append(new Uint8Array(FILE_HEADER_SIZE));
  for await (const record of records) {
    const complete = writer.add(evtxEvent(record, rendering));
    if (complete === undefined) continue;
    if (writer.chunkCount > MAX_CHUNKS) {
      const cause = EXPORT_FAILURES.evtx_too_large({ limit: 4 });
      throw new ExportError(path, EXPORT_FAILURES.events_not_exported({ path, cause }));
    }
    await file.append(complete);
  }
  const { chunk, header, shortenedRecordCount } = writer.finish();
  await file.append(chunk);
  await file.overwriteStart(header);
  return shortenedRecordCount;
}
