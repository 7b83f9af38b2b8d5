import type { ProbeTarget } from '../../../domain/connector/probe-target.ts';
import { haveRsaAndEcdsa, identityOfFiles } from '../named-files.ts';
import type { SniConnector } from '../sni-connector.ts';
import type { PostfixContext } from './postfix-context.ts';
import type { PostfixReceiver } from './postfix-receive.ts';
import type { PostfixReport } from './postfix-report.ts';
import type { PostfixService } from './postfix-settings.ts';
import type { SniEntry } from './postfix-sni.ts';

/** An SNI entry, its service, and the probe target of the service. */
interface ServedEntry {
  readonly entry: SniEntry;
  readonly service: PostfixService;
  readonly probe: ProbeTarget | undefined;
}

/**
 * Returns a connector for each SNI name. A name that several services serve with the same files has
 * one connector. If the files differ, the service is part of the connector's name.
 */
export function postfixSniConnectors(
  receivers: readonly PostfixReceiver[],
  { instance, server: { name: inventory, reload }, pemContentsOf }: PostfixContext,
  report: PostfixReport,
): readonly SniConnector[] {
  const served = [...servedEntries(receivers).values()];
  return served.map(({ entry: { name, files, table }, service, probe }) => {
    const isUnique = served.filter((other) => other.entry.name === name).length === 1;
    return {
      name: [instance, ...(isUnique ? [] : [service.name]), 'sni', name].join(' '),
      serverName: name,
      files,
      probe: probe && { ...probe, serverName: name, probesBothKeyTypes: haveRsaAndEcdsa(files, pemContentsOf) },
      // A compiled table contains the certificates themselves, so it must be compiled again. Postfix
      // notices the new table without a reload.
      reload: table?.compiledPath === undefined ? reload : ['postmap', '-F', table.name],
      source: { inventory, place: table?.path ?? report.positionOf(service) },
    };
  });
}

/**
 * Returns the entries by name and files. Of equal entries, the first one that is probed is
 * returned, or else the last one.
 */
function servedEntries(receivers: readonly PostfixReceiver[]): ReadonlyMap<string, ServedEntry> {
  const served = new Map<string, ServedEntry>();
  for (const { tlsService, sniEntries, sniProbe } of receivers) {
    if (tlsService === undefined) continue;
    for (const entry of sniEntries) {
      const key = `${entry.name}\n${identityOfFiles(entry.files)}`;
      if (served.get(key)?.probe === undefined) served.set(key, { entry, service: tlsService, probe: sniProbe });
    }
  }
  return served;
}
