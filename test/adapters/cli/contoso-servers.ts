import { CHAIN_FAILURES } from '../../../src/domain/failure/chain-failures.ts';
import type { Selection } from '../../../src/domain/selection/selection.ts';
import type { RotatedCertificate } from '../../../src/domain/served/rotation.ts';
import { rotationFailure } from '../../../src/domain/served/rotation.ts';
import { DAY } from '../../../src/domain/time.ts';
import type { ConnectorOperations, ReloadRequest } from '../../../src/work/operations/connector-operations.ts';
import type { ConversationStep } from '../../../src/work/ports/probes.ts';
import { connector, NOON, stored } from '../../domain/world.ts';
import { CONTOSO } from './contoso.ts';

/** The certificate of the remote server, which sends no intermediate certificates. */
const FABRIKAM = stored('4C1E90BB', {
  dnsNames: ['mx.fabrikam.com', 'fabrikam.com'],
  issuer: 'CN=Fabrikam Issuing CA',
  notBefore: NOON - 225 * DAY,
  notAfter: NOON + 140 * DAY,
});
const OLD: RotatedCertificate = {
  thumbprint: '5B0177D0'.padEnd(40, '0'),
  serialNumber: '04A7',
  notAfter: NOON + 2 * DAY,
};

const step = (
  name: ConversationStep['step'],
  durationMs: number,
  sent: string,
  received: readonly string[],
): ConversationStep => ({
  step: name,
  durationMs,
  sent: sent === '' ? [] : [sent],
  received,
});

const STEPS: readonly ConversationStep[] = [
  step('connect', 12.4, '', []),
  step('greeting', 31, '', ['220 mx.fabrikam.com ESMTP']),
  step('capabilities', 12.1, 'EHLO mail01.contoso.com', ['250-mx.fabrikam.com', '250-SIZE 52428800', '250 STARTTLS']),
  step('starttls', 12.2, 'STARTTLS', ['220 2.0.0 Ready to start TLS']),
  step('handshake', 28.7, '', []),
  step('quit', 12, 'QUIT', ['221 2.0.0 Bye']),
];

const [, , , CLIENT] = CONTOSO.certificates ?? [];
const IMAP = CLIENT && { ...CLIENT, certificate: { ...CLIENT.certificate, serialNumber: '04C1' } };

function rotationOf({ connectors }: ReloadRequest, isReloaded: boolean) {
  const { connector: reloaded, expectedCertificates } = connectors[0] ?? { expectedCertificates: [] };
  const onDisk = expectedCertificates.map(({ certificate: { thumbprint, serialNumber, notAfter } }) => ({
    thumbprint,
    serialNumber,
    notAfter,
  }));
  const addresses = ['192.0.2.25', '2001:db8::25'].map((address) => ({
    address,
    keyType: 'any' as const,
    before: OLD,
    after: isReloaded ? onDisk[0] : OLD,
    problem: undefined,
  }));
  const rotated = { connector: reloaded?.name ?? '', onDisk, problem: undefined, addresses };
  return { isReloaded: true, problem: undefined, connectors: [rotated] };
}

/** The servers of the host in the documentation, and remote ones; no daemon runs. */
export const CONTOSO_SERVERS: Partial<ConnectorOperations> = {
  scan: async () => {
    if (IMAP === undefined) throw new Error('the host of the documentation has no certificate of IMAP');
    const selection: Selection = {
      kind: 'chosen',
      name: { value: 'imap.contoso.com', from: 'connector' },
      chosen: IMAP,
      match: 'exact',
      rejected: [],
      lastSeen: undefined,
      isProvisional: false,
    };
    const probe = {
      protocol: 'imaps' as const,
      host: 'imap.contoso.com',
      port: 993,
      serverName: 'imap.contoso.com',
      timeoutMs: 10_000,
      failureThreshold: 2,
      probesBothKeyTypes: false,
      client: undefined,
    };
    const client = connector('Client MAIL01', 'imap.contoso.com', {
      probe,
      reload: ['systemctl', 'reload', 'dovecot'],
    });
    return {
      at: NOON,
      computer: 'mail01.contoso.com',
      connectors: [{ connector: client, selection }],
      baselines: new Map(),
      certificateCount: CONTOSO.certificates?.length ?? 0,
      withThumbprint: () => [],
    };
  },
  probe: async (target) => ({
    at: NOON,
    target,
    resolution: { kind: 'available', at: NOON, value: ['198.51.100.25'], problems: [] },
    resolutionMs: 3.2,
    endpoints: [
      {
        address: '198.51.100.25',
        keyType: 'any',
        steps: STEPS,
        conversation: {
          kind: 'available',
          at: NOON,
          value: {
            starttls: 'offered',
            protocol: 'TLSv1.3',
            cipher: 'TLS_AES_256_GCM_SHA384',
            chain: [{ der: new Uint8Array(), certificate: FABRIKAM.certificate }],
          },
          problems: [],
        },
        chain: {
          status: 'untrusted',
          failure: CHAIN_FAILURES.chain_issuer_not_sent({ issuer: 'CN=Fabrikam Issuing CA' }),
          missingIssuer: 'CN=Fabrikam Issuing CA',
        },
      },
    ],
  }),
  observeBeforeReload: async (order) => rotationOf(order, false).connectors,
  reload: async (order) => {
    const rotationNow = rotationOf(order, true);
    const { requestedBy, command } = order;
    const rotation = {
      ...rotationNow,
      rotationId: 'r1',
      requestedBy,
      command,
      at: NOON,
    };
    return { rotation: { ...rotation, failure: rotationFailure(rotationNow) }, report: { kind: 'no-daemon' } };
  },
};
