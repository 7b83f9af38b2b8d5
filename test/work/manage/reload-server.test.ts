import { beforeEach, describe, expect, it } from 'vitest';
import type { ProbeTarget } from '../../../src/domain/connector/probe-target.ts';
import { LedgerError } from '../../../src/work/errors.ts';
import { observeBeforeReload, type ReloadDependencies, reloadServer } from '../../../src/work/manage/reload-server.ts';
import type { ReloadRequest } from '../../../src/work/operations/connector-operations.ts';
import type { Outcome } from '../../../src/work/ports/outputs.ts';
import { madeUpFailure } from '../../domain/failure/made-up-failure.ts';
import { said } from '../../domain/failure/said.ts';
import { saying } from '../../domain/failure/saying.ts';
import { connector, NOON, stored } from '../../domain/world.ts';
import { FakeServers } from '../../fakes/fake-servers.ts';
import { MemoryLedger } from '../../fakes/memory-ledger.ts';

const [OLD, NEW, EC] = [stored('OLD'), stored('NEW'), stored('EC')];
const SHARD = 'mail01.contoso.com';
const TARGET: ProbeTarget = {
  protocol: 'smtp',
  host: 'mail.contoso.com',
  port: 25,
  serverName: 'mail.contoso.com',
  timeoutMs: 1000,
  failureThreshold: 2,
  probesBothKeyTypes: false,
  client: undefined,
};
const DONE: Outcome = { kind: 'delivered', failure: said() };

const POSTFIX = ['systemctl', 'reload', 'postfix'];

const reloadable = (
  name: string,
  target: Partial<ProbeTarget> = {},
): ReloadRequest['connectors'][number]['connector'] => ({
  ...connector(name),
  probe: { ...TARGET, ...target },
  reload: POSTFIX,
});

function order(target: Partial<ProbeTarget> = {}, expectedCertificates = [NEW], waitMs = 50): ReloadRequest {
  return {
    connectors: [{ connector: reloadable('Edge', target), expectedCertificates }],
    command: POSTFIX,
    requestedBy: { by: 'root', command: 'mailcertd connectors reload Edge', at: NOON },
    waitMs,
  };
}

describe('a reload', () => {
  const { signal } = new AbortController();
  let servers: FakeServers;
  let ledger: MemoryLedger;
  let dependencies: ReloadDependencies;
  /** The commands that were run to reload the server. */
  let reloaded: (readonly string[])[];
  let onReload: () => Outcome;
  beforeEach(() => {
    const clock = { now: () => NOON, monotonicMs: () => performance.now() };
    servers = new FakeServers(clock);
    servers.names.set('mail.contoso.com', ['192.0.2.25', '2001:db8::25']);
    for (const address of ['192.0.2.25', '2001:db8::25']) servers.servers.set(address, OLD);
    ledger = new MemoryLedger();
    reloaded = [];
    onReload = () => DONE;
    dependencies = {
      shard: SHARD,
      defaultTrust: [],
      probe: servers,
      verifier: { verify: async () => ({ status: 'self-signed' }) },
      clock,
      reloader: {
        reload: async (command) => {
          reloaded.push(command);
          return onReload();
        },
      },
      openReader: () => ledger,
      recordRotation: (shard, rotation) => ledger.recordRotation(shard, rotation),
      isDaemonRunning: async () => false,
      newRotationId: () => 'r1',
      probeDelaysMs: [1, 5],
    };
  });
  const serve = (...certificates: readonly (typeof OLD)[]): void => {
    for (const [at, address] of ['192.0.2.25', '2001:db8::25'].entries()) {
      servers.servers.set(address, certificates[at] ?? certificates[0] ?? OLD);
    }
  };

  it('is verified when every address serves the certificate on disk, with the previous one of each', async () => {
    onReload = () => {
      serve(NEW);
      return DONE;
    };
    const { rotation, report } = await reloadServer(order(), dependencies, signal);
    const [before, after] = [OLD, NEW].map(({ certificate: { thumbprint, serialNumber, notAfter } }) => {
      return { thumbprint, serialNumber, notAfter };
    });
    expect(rotation).toEqual({
      rotationId: 'r1',
      requestedBy: order().requestedBy,
      command: ['systemctl', 'reload', 'postfix'],
      at: NOON,
      failure: undefined,
      isReloaded: true,
      problem: undefined,
      connectors: [
        {
          connector: 'Edge',
          protocol: 'smtp',
          onDisk: [after],
          problem: undefined,
          addresses: [
            { address: '192.0.2.25', keyType: 'any', before, after, problem: undefined },
            { address: '2001:db8::25', keyType: 'any', before, after, problem: undefined },
          ],
        },
      ],
    });
    expect(report).toEqual({ kind: 'no-daemon' });
    expect(reloaded).toEqual([['systemctl', 'reload', 'postfix']]);
    expect(await ledger.rotations(SHARD)).toEqual([rotation]);
  });

  it('waits for a server that reloads in the background', async () => {
    let checks = 0;
    const { converse } = servers;
    servers.converse = (target, address, keyType, stop) => {
      checks += 1;
      // Both addresses are probed once before the reload and twice right after it. The reload is
      // done then.
      if (checks === 7) serve(NEW);
      return converse.call(servers, target, address, keyType, stop);
    };
    const { rotation } = await reloadServer(order({}, [NEW], 20_000), dependencies, signal);
    expect(rotation.failure).toBeUndefined();
    expect(checks).toBe(8);
  });

  it.each<[string, () => void, string]>([
    ['the old one is still served', () => undefined, 'not-served'],
    ['one of the addresses presents the old one', () => serve(NEW, OLD), 'not-served'],
    ['the server is gone afterwards', () => servers.servers.clear(), 'probe-failed'],
    ['no name server answers any more', () => servers.names.set('mail.contoso.com', 'timed_out'), 'probe-failed'],
  ])('is not verified when %s', async (_what, happens, failure) => {
    onReload = () => {
      happens();
      return DONE;
    };
    const begun = performance.now();
    const { rotation } = await reloadServer(order(), dependencies, signal);
    expect(rotation.failure).toBe(failure);
    expect(performance.now() - begun).toBeGreaterThanOrEqual(50);
    expect(await ledger.rotations(SHARD)).toEqual([rotation]);
  });

  it('is not verified, and does not wait, when the certificate on disk is unknown', async () => {
    const { rotation } = await reloadServer(order({}, [], 60_000), dependencies, signal);
    expect(rotation).toMatchObject({ failure: 'unknown', connectors: [{ onDisk: [] }] });
  });

  it('that fails is probed once more and does not wait; the output of its command is one line', async () => {
    onReload = () => {
      serve(NEW);
      return {
        kind: 'retry',
        reason: 'reload_failed',
        failure: said('exit code 1: no\n  such unit\n'),
        notBefore: undefined,
      };
    };
    const { rotation } = await reloadServer(order({}, [NEW], 60_000), dependencies, signal);
    expect(rotation).toMatchObject({
      failure: 'reload-failed',
      isReloaded: false,
      problem: {
        reason: 'reload_failed',
        location: 'systemctl reload postfix',
        failure: saying('exit code 1: no; such unit'),
      },
      connectors: [{ addresses: [{ after: { thumbprint: NEW.certificate.thumbprint } }, {}] }],
    });
    expect(servers.probedAddresses).toHaveLength(4);
  });

  it('probes each key type; a type that a server does not have is no failure', async () => {
    for (const address of ['192.0.2.25', '2001:db8::25']) {
      servers.servers.set(`${address} rsa`, NEW);
      servers.servers.set(`${address} ecdsa`, { fails: 'tls_failed' });
    }
    const { rotation } = await reloadServer(order({ probesBothKeyTypes: true }), dependencies, signal);
    expect(rotation.failure).toBeUndefined();
    servers.servers.set('192.0.2.25 ecdsa', EC);
    expect((await reloadServer(order({ probesBothKeyTypes: true }), dependencies, signal)).rotation.failure).toBe(
      'not-served',
    );
    expect(
      (await reloadServer(order({ probesBothKeyTypes: true }, [NEW, EC]), dependencies, signal)).rotation.failure,
    ).toBeUndefined();
  });

  it('of a server that offers no TLS afterwards has its response', async () => {
    onReload = () => {
      for (const address of ['192.0.2.25', '2001:db8::25']) servers.servers.set(address, 'not-offered');
      return DONE;
    };
    const { rotation } = await reloadServer(order(), dependencies, signal);
    expect(rotation).toMatchObject({
      failure: 'probe-failed',
      connectors: [
        {
          addresses: [
            {
              problem: {
                reason: 'starttls_not_offered',
                location: 'smtp://192.0.2.25:25',
                failure: saying('250 HELP'),
              },
            },
            { problem: { location: 'smtp://[2001:db8::25]:25' } },
          ],
        },
      ],
    });
  });

  it('is carried out even if it cannot be recorded, with the reason', async () => {
    const recordRotation = async (): Promise<never> => {
      throw new LedgerError('/var/lib/mailcertd/ledger.db', madeUpFailure('cannot write the event log: only root may'));
    };
    const { rotation, report } = await reloadServer(order({}, [OLD]), { ...dependencies, recordRotation }, signal);
    expect(rotation.failure).toBeUndefined();
    expect(report).toEqual({ kind: 'not-stored', failure: madeUpFailure('cannot write the event log: only root may') });
  });

  it('is reported by the running daemon', async () => {
    const isDaemonRunning = async (): Promise<boolean> => {
      const facts = { requestedBy: 'root', requestCommand: 'mailcertd connectors reload Edge', requestedAt: NOON };
      const record = {
        providerName: 'mailcertd',
        eventId: 1420,
        version: 0,
        level: 'Information' as const,
        timeCreated: NOON + 1,
        computer: SHARD,
        change: 'once' as const,
        conditionId: undefined,
        parameters: [],
        facts,
        remedy: [],
      };
      await ledger.commit(SHARD, 0, { records: [record], open: undefined, memory: undefined, scan: undefined });
      return true;
    };
    const { report } = await reloadServer(order({}, [OLD]), { ...dependencies, isDaemonRunning }, signal);
    expect(report).toMatchObject({ kind: 'written', records: [{ eventId: 1420 }] });
  });

  it('that is aborted while it waits ends with the abort reason, and records nothing', async () => {
    const stopping = new AbortController();
    onReload = () => {
      setTimeout(() => stopping.abort(), 20);
      return DONE;
    };
    const reloading = reloadServer(order({}, [NEW], 60_000), dependencies, stopping.signal);
    await expect(reloading).rejects.toThrow();
    expect(await ledger.rotations(SHARD)).toEqual([]);
  });

  it('that is only simulated reloads nothing, and shows the served and the expected certificate', async () => {
    const connectors = await observeBeforeReload(order(), dependencies, signal);
    expect(connectors).toMatchObject([
      {
        onDisk: [{ thumbprint: NEW.certificate.thumbprint }],
        addresses: [{ after: { thumbprint: OLD.certificate.thumbprint } }, { address: '2001:db8::25' }],
      },
    ]);
    expect(reloaded).toEqual([]);
    expect(await ledger.rotations(SHARD)).toEqual([]);
  });

  it('of several connectors runs the command once, probes a shared address once, and is verified when all are', async () => {
    servers.names.set('imap.contoso.com', ['192.0.2.26']);
    servers.servers.set('192.0.2.26', OLD);
    onReload = () => {
      serve(NEW);
      servers.servers.set('192.0.2.26', EC);
      return DONE;
    };
    const several: ReloadRequest = {
      ...order(),
      connectors: [
        { connector: reloadable('Edge'), expectedCertificates: [NEW] },
        { connector: reloadable('Edge again'), expectedCertificates: [NEW] },
        { connector: reloadable('IMAP', { host: 'imap.contoso.com' }), expectedCertificates: [EC] },
      ],
    };
    const { rotation } = await reloadServer(several, dependencies, signal);
    expect(rotation.failure).toBeUndefined();
    expect(rotation.connectors.map((each) => each.connector)).toEqual(['Edge', 'Edge again', 'IMAP']);
    expect(reloaded).toEqual([POSTFIX]);
    // Three addresses before the reload, and three after it.
    expect(servers.probedAddresses).toHaveLength(6);
    expect(await ledger.rotations(SHARD)).toEqual([rotation]);
  });
});
