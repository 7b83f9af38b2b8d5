import type { EventRecord } from '../../../src/domain/event/event-record.ts';
import type { Rendering } from '../../../src/formats/event/rendering.ts';
import { evtxEvent } from '../../../src/formats/evtx/evtx-event.ts';
import { EvtxWriter } from '../../../src/formats/evtx/evtx-writer.ts';

/** Returns an .evtx file with these records. */
export function evtxFile(records: readonly EventRecord[], rendering: Rendering): Buffer {
  const writer = new EvtxWriter();
  const chunks = records.flatMap((record) => {
    const complete = writer.add(evtxEvent(record, rendering));
    return complete === undefined ? [] : [Buffer.from(complete)];
  });
  const { chunk, header } = writer.finish();
  return Buffer.concat([header, ...chunks, chunk]);
}
