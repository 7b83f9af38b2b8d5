import type { Connector } from '../../../domain/connector/connector.ts';
import { DEFAULT_PROBE, type ProbeTarget } from '../../../domain/connector/probe-target.ts';
import { reachableAddress } from '../../../domain/connector/reachable-address.ts';
import { SETTING_FAILURES } from '../../../domain/failure/setting-failures.ts';
import { fullyQualifiedName } from '../discovered-connectors.ts';
import { bracketIpv6 } from '../host.ts';
import { haveRsaAndEcdsa, identityOfFiles, type NamedFiles } from '../named-files.ts';
import { type ResolvedSettings, reasonOf, unresolvedIn } from '../resolved-settings.ts';
import { configuredFilesOf } from './postfix-configured-files.ts';
import type { PostfixContext } from './postfix-context.ts';
import { listenerOf } from './postfix-listener.ts';
import { splitList } from './postfix-lists.ts';
import type { PostfixReport } from './postfix-report.ts';
import type { PostfixService, PostfixSettings } from './postfix-settings.ts';
import { matchesSniEntry, type SniEntry, type SniTableEntries, sniEntriesOf } from './postfix-sni.ts';
import { type PostfixTls, serverTlsOf } from './postfix-tls.ts';

/** The connectors of a service that receives mail, and its SNI entries. */
export interface PostfixReceiver {
  /** One for each listening address. */
  readonly connectors: readonly Connector[];
  /** The service that performs TLS; undefined if it is unknown. */
  readonly tlsService: PostfixService | undefined;
  readonly sniEntries: readonly SniEntry[];
  /** The probe target of the SNI names, without their name; undefined if they are not probed. */
  readonly sniProbe: ProbeTarget | undefined;
}

const NO_RECEIVER: PostfixReceiver = { connectors: [], tlsService: undefined, sniEntries: [], sniProbe: undefined };

/** Returns true if an item of `master_service_disable` is `TYPE` or `NAME/TYPE` of the service. */
function matches(item: string, { name, type }: PostfixService): boolean {
  return item === type || item === `${name}/${type}`;
}

/**
 * Returns true if master opens no port for a service. The first item that matches decides.
 * @see https://www.postfix.org/postconf.5.html#master_service_disable
 */
function isDisabled(service: PostfixService, settings: PostfixSettings): ResolvedSettings<boolean> {
  const items = settings.resolve('master_service_disable');
  if (items.kind === 'unresolved') return unresolvedIn('master_service_disable', items);
  const first = splitList(items.value).find((item) => matches(item.replace(/^!/, ''), service));
  return { kind: 'value', value: first !== undefined && !first.startsWith('!') };
}

/**
 * Returns the service that performs TLS. postscreen passes its connections to an smtpd service of
 * type `pass`; undefined if that service is missing.
 */
function tlsServiceOf(
  service: PostfixService,
  settings: PostfixSettings,
): ResolvedSettings<PostfixService | undefined> {
  if (service.program !== 'postscreen') return { kind: 'value', value: service };
  const name = settings.resolve('smtpd_service_name', service);
  if (name.kind === 'unresolved') return unresolvedIn('smtpd_service_name', name);
  const smtpd = settings.services.find((other) => other.type === 'pass' && other.name === (name.value || 'smtpd'));
  return { kind: 'value', value: smtpd };
}

/** Returns the files of the default certificate. Adds problems to the report. */
function defaultFilesOf(
  service: PostfixService,
  tlsService: PostfixService,
  { settings, pemContentsOf }: PostfixContext,
  report: PostfixReport,
): NamedFiles | undefined {
  const configured = configuredFilesOf('smtpd_tls', tlsService, settings, pemContentsOf);
  const files = report.servedFiles(service, configured);
  // The SNI names of this service are probed only if the default certificate is known.
  if (configured.kind === 'unresolved') report.addUnreadSniNames(tlsService);
  if (configured.kind === 'value' && configured.value === undefined) {
    report.addProblem(service, SETTING_FAILURES.certificate_not_configured, 'settings_malformed');
  }
  if (service.program !== 'postscreen' || files === undefined) return files;
  const tlsproxy = settings.services.find(({ program }) => program === 'tlsproxy');
  const ofTlsproxy = tlsproxy && configuredFilesOf('tlsproxy_tls', tlsproxy, settings, pemContentsOf);
  const postscreenFiles = ofTlsproxy?.kind === 'value' ? ofTlsproxy.value?.files : undefined;
  if (postscreenFiles !== undefined && identityOfFiles(postscreenFiles) !== identityOfFiles(files)) {
    const [certificate] = postscreenFiles.certificateFiles;
    report.addProblem(service, SETTING_FAILURES.postscreen_file_not_checked({ path: certificate }));
  }
  return files;
}

/** Returns the SNI entries of a service. Adds a problem for each entry that Postfix rejects. */
function sniEntriesOfService(
  service: PostfixService,
  tlsService: PostfixService,
  { settings, textOf, pemContentsOf }: PostfixContext,
  report: PostfixReport,
): readonly SniEntry[] {
  const tables = sniEntriesOf(settings, tlsService, textOf, pemContentsOf);
  const entries = tables.flatMap((table) => entriesOrProblem(service, tlsService, table, report));
  for (const { name } of entries.filter(({ isRejected }) => isRejected)) {
    report.addProblem(service, SETTING_FAILURES.sni_certificates_conflict({ name }), 'settings_malformed');
  }
  return entries;
}

/** Returns the entries of an SNI table. If they are unknown, adds a problem and returns none. */
function entriesOrProblem(
  service: PostfixService,
  tlsService: PostfixService,
  table: SniTableEntries,
  report: PostfixReport,
): readonly SniEntry[] {
  if (table.kind === 'value') return table.value;
  report.addProblem(service, table.failure, reasonOf(table));
  if (table.isUnlistable !== true) report.addUnreadSniNames(tlsService);
  return [];
}

/**
 * Returns true if the port expects the PROXY protocol, so that only a proxy can connect. Adds a
 * problem in this case.
 */
function usesProxyProtocol(service: PostfixService, { settings }: PostfixContext, report: PostfixReport): boolean {
  const name =
    service.program === 'postscreen' ? 'postscreen_upstream_proxy_protocol' : 'smtpd_upstream_proxy_protocol';
  const protocol = report.valueOrProblem(service, settings.resolve(name, service)) ?? '';
  if (protocol === '') return false;
  report.addProblem(service, SETTING_FAILURES.only_for_proxies({ setting: name, value: protocol }));
  return true;
}

/** Returns the probe target of a listening address, with the default certificate files. */
function probeTargetOf(
  { address, port }: { readonly address: string; readonly port: number },
  tls: PostfixTls,
  serverName: string | undefined,
  hasBothKeyTypes: boolean,
): ProbeTarget {
  const protocol = tls.mode === 'implicit' ? 'smtps' : 'smtp';
  return {
    ...DEFAULT_PROBE,
    protocol,
    host: reachableAddress(address),
    port,
    serverName,
    probesBothKeyTypes: hasBothKeyTypes,
  };
}

/** Returns the connectors of an smtpd or postscreen service of type `inet`. */
export function postfixReceiver(
  service: PostfixService,
  context: PostfixContext,
  report: PostfixReport,
): PostfixReceiver {
  const { instance, settings, host, server, pemContentsOf } = context;
  const part = service.name;
  // A service without connectors: it is disabled, or undefined: that is unknown.
  if (report.valueOrUnreadPart(part, service, isDisabled(service, settings)) !== false) return NO_RECEIVER;
  const listener = report.valueOrUnreadPart(part, service, listenerOf(service, settings, host));
  if (listener === undefined) return NO_RECEIVER;

  const resolvedTlsService = tlsServiceOf(service, settings);
  const tlsService = report.valueOrUnreadPart(part, service, resolvedTlsService);
  if (resolvedTlsService.kind === 'value' && tlsService === undefined) {
    report.addProblem(service, SETTING_FAILURES.postscreen_without_smtpd, 'settings_malformed');
    report.addUnreadPart(part);
  }
  const tls = tlsService && report.valueOrUnreadPart(part, service, serverTlsOf(tlsService, settings));
  const offersTls = tls !== undefined && tls.mode !== 'none';
  const files = tlsService && offersTls ? defaultFilesOf(service, tlsService, context, report) : undefined;
  const sniEntries = tlsService && offersTls ? sniEntriesOfService(service, tlsService, context, report) : [];
  const isProbed = !usesProxyProtocol(service, context, report);
  const hostname = report.valueOrProblem(service, settings.resolve('myhostname', tlsService ?? service));
  const fqdn = fullyQualifiedName(hostname);
  const serverName = fqdn ?? server.hostFqdn;
  // With this name, the server would serve the certificate of an SNI entry instead of the default
  // certificate.
  const requestedName = matchesSniEntry(serverName, sniEntries) ? undefined : serverName;
  const hasBothKeyTypes = files !== undefined && haveRsaAndEcdsa(files, pemContentsOf);

  const connectors = listener.addresses.map((address, index): Connector => {
    const { port } = listener;
    const probe = tls && isProbed ? probeTargetOf({ address, port }, tls, requestedName, hasBothKeyTypes) : undefined;
    return {
      name: [instance, service.name, ...(index === 0 ? [] : [bracketIpv6(address)])].join(' '),
      direction: 'receive',
      fqdn,
      fqdnOrigin: 'discovered',
      enabled: true,
      starttls: tls?.mode !== 'none',
      ...(files ?? {}),
      keyLoadedBy: 'root',
      ...(probe === undefined ? { listensAt: { host: reachableAddress(address), port } } : { probe }),
      reload: server.reload,
      ...(tls?.isRequired === true ? { requireTls: true } : {}),
      source: { inventory: server.name, place: report.positionOf(service) },
    };
  });
  // A service without a default certificate refuses STARTTLS for any name.
  const sniProbe = files === undefined ? undefined : connectors[0]?.probe;
  return { connectors, tlsService, sniEntries, sniProbe };
}
