import type { Condition } from '../../src/domain/condition/condition.ts';
import type { EventRecord, NewEventRecord } from '../../src/domain/event/event-record.ts';
import type { ProbeMemory, Served, ServedLeaf } from '../../src/domain/served/served.ts';
import type { LedgerChange } from '../../src/work/ports/ledger.ts';
import { said } from '../domain/failure/said.ts';

/** 2026-03-01T12:00:00Z. */
export const NOON = 1_772_366_400_000;

/** The shard, which is the name of the computer. */
export const SHARD = 'mail01.contoso.com';

/** Returns a record as a scan appends it. */
export function newRecord(changes: Partial<NewEventRecord> = {}): NewEventRecord {
  return {
    providerName: 'MSExchangeTransport',
    eventId: 12014,
    version: 0,
    level: 'Error',
    timeCreated: NOON,
    computer: SHARD,
    change: 'once',
    conditionId: undefined,
    parameters: ['mail.contoso.com', 'Default MAIL01', 'mail.contoso.com'],
    facts: {
      connector: 'Default MAIL01',
      fqdn: 'mail.contoso.com',
      fqdnSource: 'connector',
      reason: 'certificate-host-mismatch',
    },
    remedy: [['cp', '/etc/spare/mail.pem', '/var/lib/mailcertd/personal/']],
    ...changes,
  };
}

/**
 * Returns the results of a connector's probes: one address answers, the other has failed since it
 * was last seen.
 */
export function probed(at: number): ProbeMemory {
  const leaf: ServedLeaf = {
    thumbprint: 'A'.repeat(40),
    serialNumber: '0A',
    subject: 'CN=mail.contoso.com',
    issuer: 'CN=Contoso CA',
    notBefore: at - 86_400_000,
    notAfter: at + 86_400_000,
    dnsNames: ['mail.contoso.com', 'line\nbreak'],
    ipAddresses: [],
    commonNames: ['mail.contoso.com'],
    publicKeyAlgorithm: 'EC',
  };
  const served: Served = {
    starttls: 'offered',
    tls: { protocol: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384', leaf, issuers: [], chain: { status: 'self-signed' } },
  };
  const silent = { reason: 'timed_out' as const, location: '[2001:db8::25]:25', failure: said('nothing within 10 s') };
  return {
    url: 'smtp://mail.contoso.com:25',
    result: {
      kind: 'available',
      at,
      problems: [],
      value: [
        { address: '192.0.2.25', keyType: 'any', conversation: { kind: 'available', at, value: served, problems: [] } },
        {
          address: '2001:db8::25',
          keyType: 'any',
          conversation: {
            kind: 'unavailable',
            since: at,
            times: 2,
            problem: silent,
            last: { at: at - 1, value: served },
          },
        },
      ],
    },
    lastOfferedAt: at,
  };
}

/** Returns a condition and the record that raises it, with the same values. */
export function raised(
  conditionId: string,
  changes: Partial<Condition> = {},
): { condition: Condition; record: NewEventRecord } {
  const { parameters, facts, remedy } = newRecord();
  const condition: Condition = {
    conditionId,
    eventId: 12014,
    subject: `receive:${conditionId}`,
    needs: ['store:My', 'inventory:configuration'],
    urgency: 0,
    level: 'Error',
    raisedAt: NOON,
    notifiedAt: NOON,
    parameters,
    facts,
    remedy,
    ...changes,
  };
  return { condition, record: recordOf(condition, 'raised') };
}

/** Returns a record of a condition. */
export function recordOf(condition: Condition, change: NewEventRecord['change']): NewEventRecord {
  const { conditionId, eventId, level, notifiedAt, parameters, facts, remedy } = condition;
  return newRecord({ conditionId, eventId, level, timeCreated: notifiedAt, parameters, facts, remedy, change });
}

/** Returns a change of the ledger with only these parts. */
export function change(parts: Partial<LedgerChange>): LedgerChange {
  return { records: [], open: undefined, memory: undefined, scan: undefined, ...parts };
}

/** Returns all records. */
export async function all(records: AsyncIterable<EventRecord>): Promise<readonly EventRecord[]> {
  const found: EventRecord[] = [];
  for await (const record of records) found.push(record);
  return found;
}

/** Returns the IDs of all records. */
export async function idsOf(records: AsyncIterable<EventRecord>): Promise<readonly number[]> {
  return (await all(records)).map(({ eventRecordId }) => eventRecordId);
}
