import { describe, expect, it } from 'vitest';
import type { ProbeTarget } from '../../src/domain/connector/probe-target.ts';
import type { ConnectorProbe } from '../../src/work/ports/probes.ts';

/** The servers that a probe is tested with, each at its own address. */
export interface ProbedServers extends AsyncDisposable {
  readonly probe: ConnectorProbe;
  /** A server that serves a certificate with STARTTLS. */
  readonly presenting: ProbeTarget;
  /** The thumbprint of its certificate. */
  readonly thumbprint: string;
  /** A server that does not offer STARTTLS. */
  readonly plain: ProbeTarget;
  /** A server that accepts connections and sends nothing. */
  readonly silent: ProbeTarget;
  /** An address without a server. */
  readonly closed: ProbeTarget;
  /** A host name that does not exist. */
  readonly unknown: ProbeTarget;
}

const NEVER = new AbortController().signal;

/** Defines the contract tests of every probe, real or fake. */
export function connectorProbeContract(what: string, open: () => Promise<ProbedServers>): void {
  describe(`${what}, as a probe`, () => {
    it('accepts an IP address without name resolution', async () => {
      await using servers = await open();
      const { presenting, probe } = servers;
      expect(await probe.resolve(presenting, NEVER)).toMatchObject({ kind: 'available', value: [presenting.host] });
    });

    it('is unavailable for a name that cannot be resolved', async () => {
      await using servers = await open();
      expect(await servers.probe.resolve(servers.unknown, NEVER)).toMatchObject({
        kind: 'unavailable',
        times: 1,
        problem: { reason: 'host_not_found' },
        last: undefined,
      });
    });

    it('shows the certificate that is served, the leaf first', async () => {
      await using servers = await open();
      const { presenting, probe, thumbprint } = servers;
      expect(await probe.converse(presenting, presenting.host, 'any', NEVER)).toMatchObject({
        address: presenting.host,
        keyType: 'any',
        conversation: {
          kind: 'available',
          value: { starttls: 'offered', protocol: expect.any(String), chain: [{ certificate: { thumbprint } }] },
        },
      });
    });

    it('shows that STARTTLS is not offered: that is a result', async () => {
      await using servers = await open();
      const { plain, probe } = servers;
      expect(await probe.converse(plain, plain.host, 'any', NEVER)).toMatchObject({
        conversation: { kind: 'available', value: { starttls: 'not-offered', answer: expect.any(String) } },
      });
    });

    it.each([
      ['silent', 'timed_out'],
      ['closed', 'connection_refused'],
    ] as const)('is unavailable when a server is %s, within its deadline', async (which, reason) => {
      await using servers = await open();
      const started = performance.now();
      const { conversation } = await servers.probe.converse(servers[which], servers[which].host, 'any', NEVER);
      expect(conversation).toMatchObject({ kind: 'unavailable', times: 1, problem: { reason }, last: undefined });
      expect(performance.now() - started).toBeLessThan(servers[which].timeoutMs + 2000);
    });

    it('ends with the reason of the signal when it is aborted', async () => {
      await using servers = await open();
      const ending = new AbortController();
      const silent = { ...servers.silent, timeoutMs: 60_000 };
      const spoken = servers.probe.converse(silent, silent.host, 'any', ending.signal);
      const why = new Error('over');
      ending.abort(why);
      await expect(spoken).rejects.toBe(why);
      await expect(servers.probe.resolve(servers.unknown, ending.signal)).rejects.toBe(why);
    });
  });
}
