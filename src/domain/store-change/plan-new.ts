import { commonNameSubject } from '../certificate/common-name-subject.ts';
import { canonicalDnsName } from '../certificate/dns-name.ts';
import { addCalendarYears, wholeSecond } from '../time.ts';
import { decideInternal } from './decide-internal.ts';
import { parseRequestedNames, type RequestedNames } from './parse-requested-names.ts';
import { type Plan, type PlanContext, refused, sortServices } from './plan.ts';
import { readSubject } from './read-subject.ts';
import { setUpCertificate } from './set-up-certificate.ts';
import type { NewCommand } from './store-command.ts';
import { wildcardRefusal } from './wildcard-refusal.ts';

const AUTODISCOVER_PREFIX = 'autodiscover.';

/**
 * A suffix below which organizations register their domains, for example `co.jp`; `contoso.co.jp`
 * is the domain of an organization.
 */
const REGISTRY = /^(?:ac|co|com|edu|go|gov|lg|ne|net|or|org)\.[a-z]{2}$/;

/**
 * Returns the mail domain for a name, such as `contoso.com` for `mail.contoso.com`; undefined for a
 * single label.
 */
function domainOf(name: string): string | undefined {
  if (name.startsWith('*.')) return name.slice(2);
  const parent = name.slice(name.indexOf('.') + 1);
  if (!name.includes('.')) return undefined;
  return parent.includes('.') && !REGISTRY.test(parent) ? parent : name;
}

/**
 * Returns `autodiscover.` with the domain of every name, without duplicates. Exchange uses the
 * domains for which it accepts mail instead, which are unknown on this host.
 * @param names canonical
 * @see https://learn.microsoft.com/powershell/module/exchange/new-exchangecertificate
 */
function autodiscoverNames(names: readonly string[]): readonly string[] {
  const domains = names.flatMap((name) => domainOf(name) ?? []);
  return [...new Set(domains.map((domain) => `${AUTODISCOVER_PREFIX}${domain}`))];
}

/**
 * Returns the names for the certificate. `isSetUp`: the command gives no name, so the default names
 * of Exchange setup are used.
 */
function namesOfCommand(
  { domainNames, includesAutodiscover }: NewCommand,
  commonNames: readonly string[],
  { assessment }: PlanContext,
): RequestedNames & { readonly isSetUp: boolean } {
  // A host name in the CN is added to the DNS names, because clients ignore the CN.
  const hostNames = commonNames.filter((name) => canonicalDnsName(name)?.includes('.'));
  const isSetUp = domainNames === undefined && hostNames.length === 0;
  const names = isSetUp ? [assessment.observation.computer.fqdn] : [...hostNames, ...(domainNames ?? [])];
  const requested = parseRequestedNames(names);
  if (requested.kind === 'invalid') return { ...requested, isSetUp };
  const additionalNames = includesAutodiscover ? autodiscoverNames(requested.dnsNames) : [];
  const all = parseRequestedNames([...requested.names, ...additionalNames]);
  if (all.kind === 'invalid' || !isSetUp) return { ...all, isSetUp };
  // These names keep the NetBIOS name in upper case, as Windows writes it.
  const { dnsNames } = setUpCertificate(assessment.observation.computer);
  return { ...all, dnsNames: [...new Set([...dnsNames, ...all.dnsNames])], isSetUp };
}

/** Plans a new self-signed certificate, or a CSR. */
export function planNew(command: NewCommand, context: PlanContext): Plan {
  const { assessment, defaults } = context;
  const { computer, now } = assessment.observation;
  const setUp = setUpCertificate(computer);
  const parsedSubject = command.subject === undefined ? undefined : readSubject(command.subject);
  if (parsedSubject !== undefined && 'reason' in parsedSubject) return refused(parsedSubject);
  const names = namesOfCommand(command, parsedSubject?.commonNames ?? [], context);
  if (names.kind === 'invalid') return refused({ reason: 'name-invalid', name: names.name });
  const [firstName] = names.names;
  if (firstName === undefined) return refused({ reason: 'name-invalid', name: '' });

  const { dnsNames, ipAddresses } = names;
  const subject = parsedSubject?.text ?? (names.isSetUp ? setUp.subject : commonNameSubject(firstName));
  const namesToMatch = {
    dnsNames,
    commonNames: parsedSubject?.commonNames ?? [names.isSetUp ? computer.netBiosName : firstName],
  };
  const services = sortServices(command.services ?? (names.isSetUp ? setUp.services : []));
  const wildcard = wildcardRefusal(namesToMatch, services);
  if (wildcard !== undefined) return refused(wildcard);

  const { friendlyName, isExportable } = command;
  const key = command.key ?? defaults.key;
  const csrParameters = { subject, dnsNames, ipAddresses, key };
  const requestSettings = { services, friendlyName, isExportable, renews: undefined };
  if (command.isRequest) return { kind: 'request', parameters: csrParameters, requestSettings };
  const decision = decideInternal(namesToMatch, services, context);
  if (decision.kind === 'asks') return decision;
  const { recordsInternal } = decision;
  const notBefore = wholeSecond(now);
  const notAfter = addCalendarYears(notBefore, command.years ?? defaults.years);
  return {
    kind: 'issue',
    parameters: { ...csrParameters, notBefore, notAfter },
    installSettings: { ...requestSettings, recordsInternal },
  };
}
