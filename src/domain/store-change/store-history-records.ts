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
import type { CertificateData, PreviousData } from '../event/data/certificate-data.ts';
import type { RequestData } from '../event/data/change-data.ts';
import type { StoredCertificateData } from '../event/event-data-groups.ts';
import type { RaisedEvent } from '../event/event-definition.ts';
import type { NewEventRecord } from '../event/event-record.ts';
import type { Instant } from '../time.ts';
import { idOfRemoved, type StoreHistoryChange } from './store-history.ts';

/** Maximum number of names in an event. */
const MAX_NAMES = 5;

const namesText = (object: Certificate | CertificateRequest): string => namesOf(object).slice(0, MAX_NAMES).join(', ');
type InstalledChange = Extract<StoreHistoryChange, { kind: 'installed' | 'renewed' }>;

const servicesText = (services: readonly Service[]): string => services.join(', ');

/** Returns who ran which command, and when. */
function requesterData({ by, command, at }: RequestedBy): RequestData {
  return { requestedBy: by, requestCommand: command, requestedAt: at };
}

function certificateData({ thumbprint, subject, notBefore, notAfter }: Certificate): CertificateData {
  return { thumbprint, subject, notBefore, notAfter };
}

function storedData({ certificate, location, store }: StoredCertificate): StoredCertificateData {
  return { ...certificateData(certificate), locations: [location.path], store };
}

function previousData(previousThumbprint: Thumbprint | undefined): Partial<Pick<PreviousData, 'previousThumbprint'>> {
  return previousThumbprint === undefined ? {} : { previousThumbprint };
}

/** The content of the event record for a change of the personal store. */
interface HistoryEvent {
  readonly content: RaisedEvent;
  readonly remedy?: NewEventRecord['remedy'];
}

/** Returns the content of the event about an installed or renewed certificate. */
function installedContent({ stored, note, kind }: InstalledChange): RaisedEvent {
  const { certificate, services } = stored;
  const { thumbprint } = certificate;
  const data = {
    ...storedData(stored),
    services,
    ...previousData(note.renews),
    ...requesterData(note.requestedBy),
  };
  const names = namesText(certificate);
  const notAfter = new Date(certificate.notAfter).toISOString();
  return kind === 'renewed'
    ? certificateRenewedAutomatically.contentOf(
        { thumbprint, previousThumbprint: note.renews ?? '', names, notAfter },
        data,
      )
    : certificateInstalled.contentOf({ thumbprint, names, services: servicesText(services), notAfter }, data);
}

/**
 * Returns the content of the event record for a change. The `note` of a change is what the command
 * stored with the certificate or CSR: who requested it, and which certificate it renews.
 * @param command the command line that runs mailcertd, for the remedy
 */
function historyEventOf(change: StoreHistoryChange, store: string, command: Settings['command']): HistoryEvent {
  switch (change.kind) {
    case 'installed':
    case 'renewed':
      return { content: installedContent(change) };
    case 'enabled': {
      const { stored, note, previousServices } = change;
      const { certificate, services } = stored;
      const { thumbprint } = certificate;
      const parameters = { thumbprint, names: namesText(certificate), services: servicesText(services) };
      return {
        content: certificateServicesChanged.contentOf(parameters, {
          ...storedData(stored),
          services,
          ...(previousServices === undefined ? {} : { previousServices }),
          ...requesterData(note.requestedBy),
        }),
      };
    }
    case 'requested': {
      const { stored, note } = change;
      const { request, services = [], location } = stored;
      const { sha256Fingerprint: requestSha256, subject } = request;
      const { path } = location;
      return {
        content: certificateRequested.contentOf(
          { requestSha256, names: namesText(request), path },
          {
            ...{ requestSha256, subject, path, store, services },
            ...previousData(note.renews),
            ...requesterData(note.requestedBy),
          },
        ),
        remedy: [
          ['cat', path],
          [...command, 'certificates', 'import', 'FILE'],
        ],
      };
    }
    case 'removed': {
      const { removal } = change;
      const { removed, path, services, requestedBy } = removal;
      const identity =
        'thumbprint' in removed
          ? certificateData(removed)
          : { requestSha256: removed.sha256Fingerprint, subject: removed.subject };
      const parameters = { id: idOfRemoved(removal), names: namesText(removed), path };
      const data = { ...identity, path, store, services, ...requesterData(requestedBy) };
      return { content: certificateRemoved.contentOf(parameters, data) };
    }
    case 'recorded-as-internal': {
      const { stored, previousThumbprint, requestedBy } = change;
      const { thumbprint } = stored.certificate;
      const names = namesText(stored.certificate);
      return {
        content: internalTransportCertificateRecorded.contentOf(
          { thumbprint, previousThumbprint: previousThumbprint ?? '', names },
          {
            ...storedData(stored),
            ...previousData(previousThumbprint),
            ...(requestedBy === undefined ? {} : requesterData(requestedBy)),
          },
        ),
      };
    }
  }
}

/**
 * Returns the event records for changes of the personal store.
 * @param store the name of the store
 */
export function storeHistoryRecords(
  changes: readonly StoreHistoryChange[],
  store: string,
  policy: RecordPolicy & Pick<Settings, 'command'>,
  now: Instant,
): readonly NewEventRecord[] {
  return changes.map((change) => {
    const { content, remedy } = historyEventOf(change, store, policy.command);
    return recordOnce(content, policy, now, remedy);
  });
}
