import { type EventLevel, LEVEL_NUMBERS } from '../../../src/domain/event/event-definition.ts';
import type { EventRecord } from '../../../src/domain/event/event-record.ts';
import { readRecord } from '../../../src/formats/event/read-record.ts';
import type { Parsed } from '../../../src/formats/parsed.ts';
import { malformedText } from './malformed-text.ts';
import { readInstants } from './read-instants.ts';

/** The maximum length, characters; a record has a few thousand. */
const LONGEST = 4 * 1024 * 1024;

type Branch = Readonly<Record<string, unknown>>;

function branch(value: unknown): Branch {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function levelNamed(name: unknown): EventLevel | undefined {
  const levels: readonly EventLevel[] = ['Error', 'Warning', 'Information'];
  return levels.find((level) => level.toLowerCase() === name && level in LEVEL_NUMBERS);
}

/** Returns `param1`, `param2` and so on, up to the first one that is missing. */
function positional(data: Branch): readonly unknown[] {
  const parameters: unknown[] = [];
  while (Object.hasOwn(data, `param${parameters.length + 1}`)) parameters.push(data[`param${parameters.length + 1}`]);
  return parameters;
}

/** Parses the JSON of `renderJson`. Problems: `record_malformed`, `too_large`. */
export function parseJson(line: string): Parsed<EventRecord> {
  if (line.length > LONGEST) return malformedText(`longer than ${LONGEST} characters`, 'too_large');
  let document: Branch;
  try {
    document = branch(JSON.parse(line));
  } catch {
    return malformedText('this is not JSON');
  }
  const [winlog, own, log] = [branch(document['winlog']), branch(document['mailcertd']), branch(document['log'])];
  return readRecord({
    eventRecordId: winlog['record_id'],
    processId: branch(winlog['process'])['pid'],
    providerName: winlog['provider_name'],
    eventId: winlog['event_id'],
    version: winlog['version'],
    level: levelNamed(log['level']),
    timeCreated: Date.parse(String(document['@timestamp'])),
    computer: winlog['computer_name'],
    change: own['change'],
    conditionId: own['condition_id'],
    parameters: positional(branch(winlog['event_data'])),
    facts: readInstants(own['facts']),
    remedy: own['remedy'],
  });
}
