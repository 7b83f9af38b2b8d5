import { currentOrLastKnown } from '../../domain/scan-result.ts';
import { listedEndpoints } from '../../domain/served/listed-endpoints.ts';
import type { ServedCertificate, ServedTls } from '../../domain/served/served.ts';
import type { Explanation } from '../../domain/status/status.ts';
import { SECOND } from '../../domain/time.ts';
import { commonNameReader } from './common-name.ts';
import { decimalSerialNumber } from './decimal-serial-number.ts';
import type { Metric, Sample } from './metrics.ts';

/** The labels of a probed server. */
type ServerLabels = Readonly<Record<'connector' | 'instance', string>>;

/**
 * Returns the labels of the server of a connector: the target of the probe is the label `instance`,
 * as exporters of probes have it. undefined: the connector is not probed.
 */
export function serverLabels({ connector: { name, probe } }: Explanation): ServerLabels | undefined {
  if (probe === undefined) return undefined;
  const { host, port } = probe;
  return { connector: name, instance: `${host.includes(':') ? `[${host}]` : host}:${port}` };
}

/**
 * Returns the last known TLS sessions of a server, of the addresses that name resolution still
 * returns. Empty if its files or settings have changed since.
 */
function sessionsOf({ served }: Explanation): readonly ServedTls[] {
  const endpoints = served && currentOrLastKnown(listedEndpoints(served))?.value;
  if (endpoints === undefined || endpoints.some(({ outdatedAt }) => outdatedAt !== undefined)) return [];
  return endpoints.flatMap(({ conversation }) => currentOrLastKnown(conversation)?.value.tls ?? []);
}

/** Returns the certificates that a server sent, each once. */
function sentCertificates(sessions: readonly ServedTls[]): readonly ServedCertificate[] {
  const all = sessions.flatMap(({ leaf, issuers }) => [leaf, ...issuers]);
  return [...new Map(all.map((certificate) => [certificate.thumbprint, certificate])).values()];
}

/**
 * Returns the metrics of served certificates with the names and labels of ssl_exporter and
 * blackbox_exporter, so that their dashboards and alerts work.
 * @see https://github.com/ribbybibby/ssl_exporter#metrics
 */
export function servedMetrics(connectors: readonly Explanation[]): readonly Metric[] {
  const commonNameOf = commonNameReader();
  const servers = connectors.flatMap((explanation) => {
    const labels = serverLabels(explanation);
    const sessions = sessionsOf(explanation);
    return labels === undefined || sessions.length === 0 ? [] : [{ labels, sessions }];
  });
  return [
    {
      name: 'probe_ssl_earliest_cert_expiry',
      type: 'gauge',
      help: 'Earliest expiry of all certificates that a server sent in its last successful probe, also of intermediate certificates.',
      samples: servers.map(({ labels, sessions }) => ({
        labels,
        value: Math.min(...sentCertificates(sessions).map(({ notAfter }) => notAfter)) / SECOND,
      })),
    },
    {
      name: 'ssl_cert_not_after',
      type: 'gauge',
      help: 'Expiry of each certificate that a server sent in its last successful probe.',
      samples: servers.flatMap(({ labels, sessions }): readonly Sample[] => {
        const dnsNames = new Map(sessions.map(({ leaf }) => [leaf.thumbprint, leaf.dnsNames]));
        return sentCertificates(sessions).map(({ thumbprint, serialNumber, issuer, subject, notAfter }) => ({
          labels: {
            ...labels,
            serial_no: decimalSerialNumber(serialNumber),
            issuer_cn: commonNameOf(issuer),
            cn: commonNameOf(subject),
            dnsnames: joinDnsNames(dnsNames.get(thumbprint) ?? []),
          },
          value: notAfter / SECOND,
        }));
      }),
    },
  ];
}

/** Returns names as ssl_exporter writes them: each with a comma before and after it. */
function joinDnsNames(names: readonly string[]): string {
  return names.length === 0 ? '' : `,${names.join(',')},`;
}
