import type { ChainVerdict } from '../../../domain/certificate/chain-verdict.ts';
import { probeUrl } from '../../../domain/connector/probe-target.ts';
import { failureText } from '../../../domain/failure/failure-text.ts';
import type { ServedOnDisk } from '../../../domain/served/served-on-disk.ts';
import { certificateFieldsDocument } from '../../../formats/document/explain-document.ts';
import { type AddressReport, type ProbeReport, problemsOf } from './probe-report.ts';

type Document = Readonly<Record<string, unknown>>;

/** Returns a probe as JSON, with the dialogue and the verdicts for each address. */
export function probeDocument(report: ProbeReport): Document {
  const { result, probed, addresses } = report;
  const { target, at, resolution, resolutionMs } = result;
  const { protocol, host, port, serverName } = target;
  return {
    url: probeUrl(target),
    protocol,
    host,
    port,
    serverName,
    connectors: probed.connectors.map(({ connector }) => connector.name),
    judgedAs: probed.hasConnectorSettings ? 'connector' : 'unknown-server',
    at,
    resolution: {
      durationMs: resolutionMs,
      addresses: resolution.kind === 'available' ? resolution.value : undefined,
      problems: resolution.kind === 'available' ? resolution.problems : [resolution.problem],
    },
    addresses: addresses.map((address) => {
      const { address: ip, keyType, steps } = address.endpoint;
      return { address: ip, keyType, steps, problems: problemsOf(address), ...addressDocument(address) };
    }),
  };
}

/**
 * Returns the result of an address.
 * - problem: why the probe failed; the `problems` of an address are those of what it served
 * - isSpare: the probe failed only because the server has no certificate of this key type
 */
function addressDocument(report: AddressReport): Document {
  switch (report.kind) {
    case 'failed':
      return { problem: report.problem, isSpare: report.isKeyTypeNotServed };
    case 'without-tls':
      return { starttls: report.starttls, answer: report.response };
    case 'served': {
      const { starttls, protocol, cipher, chain } = report.tls;
      const { name, lifetime, chain: chainVerdict, weakness, isOldProtocol, onDisk } = report.judgement;
      return {
        starttls,
        protocol,
        cipher,
        chain: chain.map(({ certificate }) => certificate && certificateFieldsDocument(certificate)),
        verdicts: {
          name,
          lifetime,
          chain: chainDocument(chainVerdict),
          weakness,
          isOldProtocol,
          onDisk: onDiskDocument(onDisk),
        },
      };
    }
  }
}

/** Returns a chain verdict with its detail in English. */
function chainDocument(verdict: ChainVerdict): Document {
  if (!('failure' in verdict)) return { ...verdict };
  const { failure, ...rest } = verdict;
  return { ...rest, detail: failureText(failure, 'en') };
}

function onDiskDocument(onDisk: ServedOnDisk): Document {
  if (onDisk.kind === 'nowhere' || onDisk.kind === 'unknown') return { kind: onDisk.kind };
  const { kind, connectors, stored } = onDisk;
  return {
    kind,
    connectors,
    certificates: stored.map(({ certificate: { thumbprint, serialNumber, notAfter }, store, location }) => ({
      thumbprint,
      serialNumber,
      notAfter,
      store,
      location,
    })),
  };
}
