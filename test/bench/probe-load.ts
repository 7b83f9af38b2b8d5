import { StarttlsProbe } from '../../src/adapters/starttls/starttls-probe.ts';
import { systemClock } from '../../src/adapters/system/clock.ts';
import type { ProbeTarget } from '../../src/domain/connector/probe-target.ts';
import { failureText } from '../../src/domain/failure/failure-text.ts';

/**
 * Probes local listeners, `maxConcurrent` at a time, and prints the probes per second: node
 * probe-load.js BASE LISTENERS TOTAL INFLIGHT
 */
const [base = 0, listeners = 0, total = 0, maxConcurrent = 0] = process.argv.slice(2).map(Number);
const probe = new StarttlsProbe({ clientName: 'prober.bench.example', clock: systemClock, chain: 'linked' });
const stop = new AbortController();

async function probeAll(count: number): Promise<void> {
  let next = 0;
  const takeTurns = async (): Promise<void> => {
    for (let turn = next++; turn < count; turn = next++) {
      const target: ProbeTarget = {
        protocol: 'smtp',
        host: '127.0.0.1',
        port: base + (turn % listeners),
        serverName: 'probe.example',
        timeoutMs: 10_000,
        failureThreshold: 2,
        probesBothKeyTypes: false,
        client: undefined,
      };
      const { conversation } = await probe.converse(target, target.host, 'any', stop.signal);
      if (conversation.kind !== 'available')
        throw new Error(`port ${target.port}: ${failureText(conversation.problem.failure, 'en')}`);
      if (!('chain' in conversation.value)) throw new Error(`port ${target.port}: no TLS`);
    }
  };
  await Promise.all(Array.from({ length: maxConcurrent }, takeTurns));
}

// The first run is not measured, because a daemon runs for weeks.
await probeAll(total);
const started = performance.now();
await probeAll(total);
process.stdout.write(`${(total * 1000) / (performance.now() - started)}\n`);
