import { commonNameSubject } from '../certificate/common-name-subject.ts';
import { canonicalDnsName } from '../certificate/dns-name.ts';
import { addCalendarYears, wholeSecond } from '../time.ts';
import { decideInternal } from './decide-internal.ts';
import { type OrderNames, orderNames } from './order-names.ts';
import { type Plan, type PlanContext, refused, sortServices } from './plan.ts';
import { readSubject } from './read-subject.ts';
import { setUpCertificate } from './set-up-certificate.ts';
import type { NewOrder } from './store-order.ts';
import { wildcardRefusal } from './wildcard-refusal.ts';

const AUTODISCOVER = 'autodiscover.';

/**
 * Second-level labels of registries under a country code: `contoso.co.jp` is a domain, `co.jp` is
 * not.
 */
const REGISTRY = /^(?:ac|co|com|edu|go|gov|lg|ne|net|or|org)\.[a-z]{2}$/;

/** Returns the mail domain of a name, or undefined for a single label. */
function domainOf(name: string): string | undefined {
  if (name.startsWith('*.')) return name.slice(2);
  const parent = name.slice(name.indexOf('.') + 1);
  if (!name.includes('.')) return undefined;
  return parent.includes('.') && !REGISTRY.test(parent) ? parent : name;
}

/**
 * Returns `autodiscover.` with the domain of every name, without duplicates. Exchange uses its
 * accepted domains, which do not exist on this host.
 * @param names canonical
 * @see https://learn.microsoft.com/powershell/module/exchange/new-exchangecertificate
 */
function autodiscoverNames(names: readonly string[]): readonly string[] {
  const domains = names.flatMap((name) => domainOf(name) ?? []);
  return [...new Set(domains.map((domain) => `${AUTODISCOVER}${domain}`))];
}

/** Returns the names for the certificate. `isSetUp`: the default names of Exchange setup. */
function namesOfOrder(
  { domainNames, includesAutodiscover }: NewOrder,
  commonNames: readonly string[],
  { assessment }: PlanContext,
): OrderNames & { readonly isSetUp: boolean } {
  // Clients ignore the CN, so a host name in the CN is also added to the DNS names.
  const hosts = commonNames.filter((name) => canonicalDnsName(name)?.includes('.'));
  const isSetUp = domainNames === undefined && hosts.length === 0;
  const names = isSetUp ? [assessment.observation.computer.fqdn] : [...hosts, ...(domainNames ?? [])];
  const first = orderNames(names);
  if (first.kind === 'invalid') return { ...first, isSetUp };
  const further = includesAutodiscover ? autodiscoverNames(first.dnsNames) : [];
  const all = orderNames([...first.names, ...further]);
  if (all.kind === 'invalid' || !isSetUp) return { ...all, isSetUp };
  // Keeps the NetBIOS name in upper case, as Windows writes it.
  const { dnsNames } = setUpCertificate(assessment.observation.computer);
  return { ...all, dnsNames: [...new Set([...dnsNames, ...all.dnsNames])], isSetUp };
}

/** Plans a new self-signed certificate, or a CSR. */
export function planNew(order: NewOrder, context: PlanContext): Plan {
  const { assessment, defaults } = context;
  const { computer, now } = assessment.observation;
  const setUp = setUpCertificate(computer);
  const parsedSubject = order.subject === undefined ? undefined : readSubject(order.subject);
  if (parsedSubject !== undefined && 'reason' in parsedSubject) return refused(parsedSubject);
  const names = namesOfOrder(order, parsedSubject?.commonNames ?? [], context);
  if (names.kind === 'invalid') return refused({ reason: 'name-invalid', name: names.name });
  const [first] = names.names;
  if (first === undefined) return refused({ reason: 'name-invalid', name: '' });

  const { dnsNames, ipAddresses } = names;
  const subject = parsedSubject?.text ?? (names.isSetUp ? setUp.subject : commonNameSubject(first));
  const newNames = {
    dnsNames,
    commonNames: parsedSubject?.commonNames ?? [names.isSetUp ? computer.netBiosName : first],
  };
  const services = sortServices(order.services ?? (names.isSetUp ? setUp.services : []));
  const wildcard = wildcardRefusal(newNames, services);
  if (wildcard !== undefined) return refused(wildcard);

  const { friendlyName, isExportable } = order;
  const key = order.key ?? defaults.key;
  const parameters = { subject, dnsNames, ipAddresses, key };
  const keep = { services, friendlyName, isExportable, renews: undefined };
  if (order.isRequest) return { kind: 'request', order: parameters, keep };
  const internal = decideInternal(newNames, services, context);
  if (internal.kind === 'asks') return internal;
  const { recordsInternal } = internal;
  const notBefore = wholeSecond(now);
  const notAfter = addCalendarYears(notBefore, order.years ?? defaults.years);
  return { kind: 'issue', order: { ...parameters, notBefore, notAfter }, install: { ...keep, recordsInternal } };
}
