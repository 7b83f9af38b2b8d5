import { StarttlsProbe } from '../../src/adapters/starttls/starttls-probe.ts';
import { systemClock } from '../../src/adapters/system/clock.ts';
import { scriptedServer } from '../adapters/starttls/scripted-server.ts';
import { target } from '../domain/serving.ts';
import { stored } from '../domain/world.ts';
import { FakeServers } from '../fakes/fake-servers.ts';
import { makeCertificate } from '../fixtures/make-certificate.ts';
import { connectorProbeContract } from './connector-probe-contract.ts';

connectorProbeContract('StarttlsProbe', async () => {
  const certificate = makeCertificate({ commonName: 'mail.contoso.com', notBefore: 0, notAfter: 2e12 });
  const presenting = await scriptedServer('smtp', certificate);
  const plain = await scriptedServer('smtp', certificate, { capabilities: '250 mx.contoso.com\r\n' });
  const silent = await scriptedServer('smtp', certificate, { greeting: () => undefined });
  const closed = await scriptedServer('smtp', certificate);
  await closed[Symbol.asyncDispose]();
  const at = ({ port }: { readonly port: number }) => target({ host: '127.0.0.1', port, timeoutMs: 500 });
  return {
    probe: new StarttlsProbe({ clientName: 'mail01.contoso.com', clock: systemClock, chain: 'linked' }),
    presenting: { ...at(presenting), timeoutMs: 10_000 },
    thumbprint: certificate.thumbprint,
    plain: { ...at(plain), timeoutMs: 10_000 },
    silent: at(silent),
    closed: at(closed),
    unknown: target({ host: 'no-such-host.invalid', timeoutMs: 500 }),
    [Symbol.asyncDispose]: async () => {
      for (const server of [presenting, plain, silent]) await server[Symbol.asyncDispose]();
    },
  };
});

connectorProbeContract('FakeServers', async () => {
  const probe = new FakeServers(systemClock);
  const certificate = stored('S');
  probe.servers.set('192.0.2.1', certificate).set('192.0.2.2', 'not-offered').set('192.0.2.3', 'silent');
  return {
    probe,
    presenting: target({ host: '192.0.2.1' }),
    thumbprint: certificate.certificate.thumbprint,
    plain: target({ host: '192.0.2.2' }),
    silent: target({ host: '192.0.2.3', timeoutMs: 50 }),
    closed: target({ host: '192.0.2.4' }),
    unknown: target({ host: 'no-such-host.invalid' }),
    [Symbol.asyncDispose]: async () => undefined,
  };
});
