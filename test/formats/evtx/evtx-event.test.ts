import { expect, it } from 'vitest';
import { dataName } from '../../../src/formats/event/event-data-items.ts';
import { FACT_FIELDS } from '../../../src/formats/event/fact-fields.ts';
import { evtxEvent } from '../../../src/formats/evtx/evtx-event.ts';
import { JA, NO_CERTIFICATE } from '../event/records.ts';
import { evtxFile } from './evtx-file.ts';

/** With names up to this length, 400 elements of event data fit into a chunk of 64 KiB. */
const LONGEST_NAME = 70;

it('every fact has a name with which 400 elements of event data fit into a chunk', () => {
  const names = Object.keys(FACT_FIELDS).map(dataName);
  expect(names.filter(({ length }) => length > LONGEST_NAME)).toEqual([]);
});

it('an event with more than 400 elements of event data is shortened', () => {
  const remedy = Array.from({ length: 500 }, (_, index) => ['mailcertd', String(index)] as const);
  const record = { ...NO_CERTIFICATE, remedy };
  expect(evtxEvent(record, JA).isShortened).toBe(true);
  expect(evtxEvent(NO_CERTIFICATE, JA).isShortened).toBe(false);
  expect(evtxFile([record], JA).length).toBeGreaterThan(0);
});
