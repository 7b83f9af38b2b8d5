import { cannotLoadStarttlsCertificateFromStore } from '../event/catalog/cannot-load-starttls-certificate-from-store.ts';
import { EXCHANGE_PROVIDER } from '../event/event-definition.ts';
import type { Instant } from '../time.ts';
import type { Alert } from './alert.ts';

/**
 * Returns a test alert about a sample connector without a usable certificate. It is not in the
 * event log.
 */
export function testAlert(alertId: string, computer: string, processId: number, at: Instant): Alert {
  const { eventId, level, contentOf } = cannotLoadStarttlsCertificateFromStore;
  const connector = 'Test';
  const { parameters, facts } = contentOf(
    { domainName: computer, connector, fqdn: computer },
    {
      connector,
      direction: 'receive',
      fqdn: computer,
      fqdnSource: 'computer',
      reason: 'certificate-host-mismatch',
    },
  );
  return {
    alertId,
    state: 'test',
    level,
    eventId,
    computer,
    createdAt: at,
    records: [
      {
        eventRecordId: 0,
        processId,
        providerName: EXCHANGE_PROVIDER,
        eventId,
        version: 0,
        level,
        timeCreated: at,
        computer,
        change: 'raised',
        conditionId: `${computer}/${eventId}/${connector}/${at}`,
        parameters,
        facts,
        remedy: [['mailcertd', 'connectors', 'explain']],
      },
    ],
  };
}
