import { join } from 'node:path';
import { failureText } from '../../../domain/failure/failure-text.ts';
import type { Refusal } from '../../../domain/store-change/refusal.ts';
import type { StoreChange } from '../../../domain/store-change/store-change.ts';
import {
  certificateFieldsDocument,
  explanationDocument,
  storedDocument,
} from '../../../formats/document/explain-document.ts';
import { eventDocument } from '../../../formats/event/json.ts';
import type { Rendering } from '../../../formats/event/rendering.ts';
import { utcTime } from '../../../formats/text/utc-time.ts';
import type { ChangeOutcome, ChangeReport } from '../../../work/operations/store-operations.ts';

/** A change that was carried out (`done`) or simulated (`dry-run`). */
export type Changed = Extract<ChangeOutcome, { kind: 'done' | 'dry-run' }>;

type Document = Readonly<Record<string, unknown>>;

/**
 * Returns a change as JSON, with its effects and, after it was carried out, the daemon's records.
 */
export function changedDocument(changed: Changed, rendering: Rendering): Document {
  const { kind, change, simulation } = changed;
  const { before, after, raised, escalated, cleared, lacksIssuer } = simulation;
  const completion =
    changed.kind === 'done'
      ? {
          path: changed.path,
          ...(changed.stablePath === undefined ? {} : { livePath: changed.stablePath }),
          ...(change.kind === 'request' ? { requestFile: join(changed.path, 'request.pem') } : {}),
          logged: loggedDocument(changed.report, rendering),
        }
      : {};
  const refusal = changed.kind === 'dry-run' ? changed.refusal : undefined;
  return {
    kind,
    thumbprint: thumbprintOf(changed),
    change: storeChangeDocument(change),
    ...(lacksIssuer === undefined ? {} : { lacksIssuer }),
    ...(refusal === undefined ? {} : { refusal: refusalDocument(refusal) }),
    ...completion,
    connectors: after.map((explanationAfter, index) => {
      const explanationBefore = before[index];
      return {
        before: explanationBefore && explanationDocument(explanationBefore),
        after: explanationDocument(explanationAfter),
      };
    }),
    raised,
    escalated,
    cleared,
  };
}

/** Returns the daemon's records of a change as JSON, or why there are none. */
function loggedDocument(report: ChangeReport, rendering: Rendering): Document {
  if (report.kind !== 'written') return { kind: report.kind, records: [] };
  const records = report.records.map((record) => eventDocument(record, rendering));
  return { kind: report.kind, records };
}

/**
 * Returns the thumbprint of the changed certificate; null for a CSR, and for a new certificate in a
 * simulation.
 */
function thumbprintOf({ kind, change }: Changed): string | null {
  switch (change.kind) {
    case 'install':
      return kind === 'done' ? change.certificate.thumbprint : null;
    case 'services':
      return change.stored.certificate.thumbprint;
    case 'remove':
      return 'certificate' in change.removed ? change.removed.certificate.thumbprint : null;
    case 'request':
      return null;
  }
}

/**
 * Returns a change as JSON. Fields are copied one by one, because a change contains a private key.
 */
function storeChangeDocument(change: StoreChange): Document {
  const { kind } = change;
  if (kind === 'remove') {
    const { removed } = change;
    if (!('request' in removed)) return { kind, removed: storedDocument(removed) };
    const { request, store, location } = removed;
    return { kind, removed: { request, store, location } };
  }
  if (kind === 'services') {
    const { stored, services, recordsInternal } = change;
    return { kind, stored: storedDocument(stored), services, recordsInternal };
  }
  const { services, friendlyName, isExportable, renews } = change;
  const settings = { services, friendlyName: friendlyName ?? null, isExportable, renews: renews ?? null };
  if (kind === 'request') return { kind, request: change.request, requestPem: change.requestPem, ...settings };
  const { certificate, certificatePem, recordsInternal, csr, endsBefore } = change;
  return {
    kind,
    certificate: certificateFieldsDocument(certificate),
    certificatePem,
    ...settings,
    recordsInternal,
    ...(endsBefore === undefined ? {} : { endsBefore: utcTime(endsBefore) }),
    answers: csr?.request.sha256Fingerprint ?? null,
  };
}

/** Returns a refusal as JSON: its reason, which scripts can use, and its objects. */
export function refusalDocument(refusal: Refusal): Document {
  if (refusal.reason === 'subject-invalid') {
    const { reason, subject, cause } = refusal;
    return { reason, subject, detail: failureText(cause, 'en'), kind: 'refused' };
  }
  const document: Record<string, unknown> = { ...refusal, kind: 'refused' };
  // Its own `kind`, the state of the key, is printed as `key`.
  if (refusal.reason === 'key-unusable') document['key'] = refusal.kind;
  if ('stored' in refusal) document['stored'] = storedDocument(refusal.stored);
  if ('leaf' in refusal) document['leaf'] = storedDocument(refusal.leaf);
  if ('store' in refusal) document['store'] = refusal.store.name;
  return document;
}
