import { type Assessment, isSelectionExpired } from '../assessment/assess.ts';
import { namesOf } from '../certificate/certificate.ts';
import type { Connector } from '../connector/connector.ts';
import { serverProtocolsOf } from '../connector/server-protocol.ts';
import { cannotLoadStarttlsCertificateFromStore as event } from '../event/catalog/cannot-load-starttls-certificate-from-store.ts';
import type { ClosestCertificate } from '../event/data/selection-data.ts';
import type { Finding } from '../evidence/finding.ts';
import { selectionNeeds } from '../evidence/selected-certificates.ts';
import { detailFacts } from '../failure/error-facts.ts';
import { explainCommand } from '../remedy/explain-command.ts';
import type { Command } from '../remedy/remedy.ts';
import { closestCertificateOf, diagnoseSelection, remedyOf } from '../remedy/remedy-of.ts';
import type { RejectedCertificate, Selection } from '../selection/selection.ts';
import type { Rule } from './rule.ts';

type RequiredSelection = Exclude<Selection, { kind: 'not-applicable' }>;

function toClosestCertificate({ candidate, reason, detail }: RejectedCertificate): ClosestCertificate {
  const { certificate, store } = candidate;
  const { thumbprint, notBefore, notAfter } = certificate;
  return {
    thumbprint,
    reason,
    names: namesOf(certificate),
    notAfter,
    store,
    ...(reason === 'not-yet-valid' ? { notBefore } : {}),
    ...(detail === undefined ? {} : { detail }),
  };
}

/**
 * Returns the commands that fix the problem. If there are none, returns commands that show more
 * about it and explain the selection.
 */
function remedyOrDiagnostics(
  connector: Connector,
  selection: RequiredSelection,
  assessment: Assessment,
): readonly Command[] {
  const remedy = remedyOf(connector, selection, assessment);
  if (remedy !== undefined && remedy.commands.length > 0) return remedy.commands;
  const diagnostics = remedy === undefined ? diagnoseSelection(selection, assessment) : [];
  return [...diagnostics, explainCommand(assessment.settings, connector.name)];
}

function findingOf(connector: Connector, selection: RequiredSelection, assessment: Assessment): Finding {
  const { name } = selection;
  const serverProtocols = serverProtocolsOf([connector]);
  const nearestMiss = closestCertificateOf(selection, assessment);
  const unusableFile = selection.kind === 'none' ? selection.unusableFile : undefined;
  const path = name.files === undefined ? undefined : (unusableFile?.path ?? nearestMiss?.candidate.location.path);
  // Without a closest certificate, no certificate has the required name or, if it is required, subject.
  const noMatchReason = name.tlsCertificateName === undefined ? 'certificate-host-mismatch' : 'subject-mismatch';
  return {
    // As in Exchange, the domain name is the TlsCertificateName if the connector has one.
    ...event.contentOf(
      { domainName: name.tlsCertificateName ?? name.value, connector: connector.name, fqdn: name.value },
      {
        connector: connector.name,
        direction: connector.direction,
        fqdn: name.value,
        fqdnSource: name.from,
        ...(name.tlsCertificateName === undefined ? {} : { tlsCertificateName: name.tlsCertificateName }),
        ...(name.files === undefined ? {} : { certificateFiles: name.files }),
        ...(serverProtocols.length === 0 ? {} : { serverProtocols }),
        reason: unusableFile?.reason ?? nearestMiss?.reason ?? noMatchReason,
        ...(path === undefined ? {} : { path }),
        ...(unusableFile?.failure === undefined ? {} : detailFacts(unusableFile.failure)),
        ...(nearestMiss === undefined ? {} : { nearestMiss: toClosestCertificate(nearestMiss) }),
      },
    ),
    subject: connector.name,
    remedy: remedyOrDiagnostics(connector, selection, assessment),
    clearingNeeds: selectionNeeds([connector]),
    // The connectors that name one file have one condition.
    ...(path === undefined ? {} : { groupedBy: path }),
  };
}

/**
 * Returns whether the selected certificate has expired, and the server does not use it for that
 * reason. A server that names its file uses the certificate even if it has expired.
 */
function isExpiredAndUnused(selection: Selection, assessment: Assessment): boolean {
  return isSelectionExpired(selection, assessment) && selection.kind === 'chosen' && selection.name.files === undefined;
}

/**
 * Reports connectors without a usable certificate: one finding per connector. Findings about
 * connectors whose settings name the same file form one condition. In profile `exchange-2007`, an
 * expired certificate is not usable.
 */
export const cannotLoadStarttlsCertificateFromStore: Rule = {
  event,
  isSkippedDuringClockChangeOrRenewal: true,
  evaluate: (assessment: Assessment) =>
    assessment.selections.flatMap(({ connector, selection }) => {
      if (selection.kind === 'not-applicable') return [];
      const isExpiredUnder2007 =
        assessment.settings.profile === 'exchange-2007' && isExpiredAndUnused(selection, assessment);
      return selection.kind === 'none' || isExpiredUnder2007 ? [findingOf(connector, selection, assessment)] : [];
    }),
};
