import type { Settings } from '../assessment/settings.ts';
import {
  type Certificate,
  namesOf,
  type RequestedBy,
  type Service,
  type StoredCertificate,
  type Thumbprint,
} from '../certificate/certificate.ts';
import type { CertificateRequest } from '../certificate/certificate-request.ts';
import { type RecordPolicy, recordOnce } from '../condition/new-record.ts';
import { certificateInstalled } from '../event/catalog/certificate-installed.ts';
import { certificateRemoved } from '../event/catalog/certificate-removed.ts';
import { certificateRenewedAutomatically } from '../event/catalog/certificate-renewed-automatically.ts';
import { certificateRequested } from '../event/catalog/certificate-requested.ts';
import { certificateServicesChanged } from '../event/catalog/certificate-services-changed.ts';
import { internalTransportCertificateRecorded } from '../event/catalog/internal-transport-certificate-recorded.ts';
import type { EventDefinition } from '../event/event-definition.ts';
import type { NewEventRecord } from '../event/event-record.ts';
import type { Facts } from '../event/facts.ts';
import type { Instant } from '../time.ts';
import { idOfRemoved, type StoreHistoryChange } from './store-history.ts';

/** Maximum number of the certificate's names in the text of an event. */
const MAX_NAMES = 5;

const namesText = (object: Certificate | CertificateRequest): string => namesOf(object).slice(0, MAX_NAMES).join(', ');
const servicesText = (services: readonly Service[]): string => services.join(', ');

/** Returns who ran which command, and when. */
function requesterFacts({ by, command, at }: RequestedBy): Facts {
  return { requestedBy: by, requestCommand: command, requestedAt: at };
}

function certificateFacts({ thumbprint, subject, notBefore, notAfter }: Certificate): Facts {
  return { thumbprint, subject, notBefore, notAfter };
}

function locatedFacts({ certificate, location, store }: StoredCertificate): Facts {
  return { ...certificateFacts(certificate), locations: [location.path], store };
}

function storedFacts(stored: StoredCertificate): Facts {
  return { ...locatedFacts(stored), services: stored.services };
}

function previousFacts(previousThumbprint: Thumbprint | undefined): Facts {
  return previousThumbprint === undefined ? {} : { previousThumbprint };
}

/** The content of the event record for a change of the personal store. */
interface HistoryEvent {
  readonly event: EventDefinition;
  readonly parameters: readonly string[];
  readonly facts: Facts;
  readonly remedy?: NewEventRecord['remedy'];
}

/**
 * Returns the content of the event record for a change. The `note` of a change is what the command
 * stored with the certificate or CSR: who requested it, and which certificate it renews.
 * @param command the command line that runs mailcertd, for the remedy
 */
function historyEventOf(change: StoreHistoryChange, store: string, command: Settings['command']): HistoryEvent {
  switch (change.kind) {
    case 'installed':
    case 'renewed': {
      const { stored, note, kind } = change;
      const { certificate, services } = stored;
      const { thumbprint, notAfter } = certificate;
      const facts = { ...storedFacts(stored), ...previousFacts(note.renews), ...requesterFacts(note.requestedBy) };
      const names = namesText(certificate);
      const expiry = new Date(notAfter).toISOString();
      return kind === 'renewed'
        ? { event: certificateRenewedAutomatically, parameters: [thumbprint, note.renews ?? '', names, expiry], facts }
        : { event: certificateInstalled, parameters: [thumbprint, names, servicesText(services), expiry], facts };
    }
    case 'enabled': {
      const { stored, note, previousServices } = change;
      const { certificate, services } = stored;
      return {
        event: certificateServicesChanged,
        parameters: [certificate.thumbprint, namesText(certificate), servicesText(services)],
        facts: {
          ...storedFacts(stored),
          ...(previousServices === undefined ? {} : { previousServices }),
          ...requesterFacts(note.requestedBy),
        },
      };
    }
    case 'requested': {
      const { stored, note } = change;
      const { request, services = [], location } = stored;
      const { sha256Fingerprint, subject } = request;
      const csrFacts = { requestSha256: sha256Fingerprint, subject, path: location.path, store, services };
      return {
        event: certificateRequested,
        parameters: [sha256Fingerprint, namesText(request), location.path],
        facts: { ...csrFacts, ...previousFacts(note.renews), ...requesterFacts(note.requestedBy) },
        remedy: [
          ['cat', location.path],
          [...command, 'certificates', 'import', 'FILE'],
        ],
      };
    }
    case 'removed': {
      const { removal } = change;
      const { removed, path, services, requestedBy } = removal;
      const identity: Facts =
        'thumbprint' in removed
          ? certificateFacts(removed)
          : { requestSha256: removed.sha256Fingerprint, subject: removed.subject };
      return {
        event: certificateRemoved,
        parameters: [idOfRemoved(removal), namesText(removed), path],
        facts: { ...identity, path, store, services, ...requesterFacts(requestedBy) },
      };
    }
    case 'recorded-as-internal': {
      const { stored, previousThumbprint, requestedBy } = change;
      return {
        event: internalTransportCertificateRecorded,
        parameters: [stored.certificate.thumbprint, previousThumbprint ?? '', namesText(stored.certificate)],
        facts: {
          ...locatedFacts(stored),
          ...previousFacts(previousThumbprint),
          ...(requestedBy === undefined ? {} : requesterFacts(requestedBy)),
        },
      };
    }
  }
}

/**
 * Returns the event records for changes of the personal store, the only store that mailcertd
 * changes.
 * @param store the name of the store
 */
export function storeHistoryRecords(
  changes: readonly StoreHistoryChange[],
  store: string,
  policy: RecordPolicy & Pick<Settings, 'command'>,
  now: Instant,
): readonly NewEventRecord[] {
  return changes.map((change) => {
    const { event, parameters, facts, remedy } = historyEventOf(change, store, policy.command);
    return recordOnce(event, parameters, facts, policy, now, remedy);
  });
}
