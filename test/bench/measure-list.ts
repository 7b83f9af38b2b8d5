import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DAY, SECOND } from '../../src/domain/time.ts';
import { makeCertificate } from '../fixtures/make-certificate.ts';
import type { Figure } from './figure.ts';
import type { Stage } from './stage.ts';
import { inTurn } from './timing.ts';

/** The number of CAs with one name for each file in the largest tree. */
const NAMESAKES_PER_FILE = 1 / 25;
const CONNECTORS = 20;

/**
 * Measures P13: processes that list certificates as a table, as JSON with the status, and from a
 * store of many CAs with one name.
 */
export async function measureList({
  directory,
  trees,
  sizes: { large },
  measures: { runs },
}: Stage): Promise<readonly Figure[]> {
  const own = join(directory, 'list');
  rmSync(own, { recursive: true, force: true });
  mkdirSync(own, { recursive: true });
  const namesakes = Math.ceil(large * NAMESAKES_PER_FILE);
  const configuration = makeNamesakes(own, namesakes);
  const peaks = { table: 0, json: 0 };
  const list = async (what: keyof typeof peaks | 'namesakes', argv: readonly string[]): Promise<number> => {
    const started = performance.now();
    const peak = await run(own, argv);
    if (what !== 'namesakes') peaks[what] = Math.max(peaks[what], peak);
    return performance.now() - started;
  };
  const store = ['certificates', 'list', '--store', trees.large];
  await list('namesakes', store);
  const times = await inTurn(runs, {
    table: () => list('table', store),
    json: () => list('json', [...store, '--format', 'json', '--fields', 'thumbprint,subject,notAfter,status']),
    namesakes: () =>
      list('namesakes', [
        ...['--config', configuration, 'certificates', 'list'],
        ...['--format', 'json', '--fields', 'thumbprint,status,selectedBy'],
      ]),
  });
  const of = { ...times, tableMiB: peaks.table, jsonMiB: peaks.json };
  return [
    { name: 'P13', what: `table of ${large} certificates`, value: times.table, goal: 5000, unit: 'ms', of },
    { name: 'P13', what: `table of ${large} certificates, memory`, value: peaks.table, goal: 300, unit: 'MiB', of },
    { name: 'P13', what: `JSON with status of ${large}`, value: times.json, goal: 5000, unit: 'ms', of },
    { name: 'P13', what: `JSON with status of ${large}, memory`, value: peaks.json, goal: 300, unit: 'MiB', of },
    { name: 'P13', what: `${namesakes} CAs with one name`, value: times.namesakes, goal: 5000, unit: 'ms', of },
  ];
}

/** Runs the program without its output. Returns its maximum memory, MiB. */
async function run(directory: string, argv: readonly string[]): Promise<number> {
  const peakFile = join(directory, 'peak');
  const probe = resolve('test/bench/peak-probe.mjs');
  const child = spawn(process.execPath, ['--import', probe, resolve('dist/main/bin.js'), ...argv], {
    stdio: 'ignore',
    env: { ...process.env, BENCH_PEAK_FILE: peakFile },
  });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`mailcertd ${argv.join(' ')} ended with ${code}`);
  return Number(readFileSync(peakFile, 'utf8')) / 1024;
}

/**
 * Creates a store and a configuration, and returns the path of the latter. The store contains CAs
 * with one name and no key identifiers, and certificates of one of them. Each certificate has a
 * connector.
 */
function makeNamesakes(directory: string, count: number): string {
  const store = join(directory, 'store');
  mkdirSync(store);
  const now = Math.floor(Date.now() / SECOND) * SECOND;
  const wish = { notBefore: now - DAY, notAfter: now + 700 * DAY, noKeyIdentifiers: true };
  const root = makeCertificate({ commonName: 'Bench Root', isCa: true, ...wish });
  let issuer = root;
  for (let at = 0; at < count; at += 1) {
    issuer = makeCertificate({ commonName: 'Bench CA', isCa: true, issuer: root, ...wish });
    writeFileSync(join(store, `ca-${at}.pem`), issuer.certificatePem);
  }
  const names = Array.from({ length: CONNECTORS }, (_each, at) => `mail${at}.bench.example`);
  for (const commonName of names) {
    const { certificatePem, privateKeyPem } = makeCertificate({ commonName, issuer, ...wish });
    writeFileSync(join(store, `${commonName}.pem`), certificatePem + privateKeyPem);
  }
  const anchors = join(directory, 'root.pem');
  writeFileSync(anchors, root.certificatePem);
  const configuration = join(directory, 'mailcertd.yaml');
  const lines = [
    'computer: bench.example',
    `stateDirectory: ${join(directory, 'state')}`,
    'internalTransportCertificate: none',
    `stores: [{ name: bench, path: ${store}, services: [SMTP] }]`,
    `trust: [{ enterprise: ${anchors} }]`,
    'connectors:',
    ...names.map((name) => `  - { name: ${name}, direction: receive, fqdn: ${name} }`),
  ];
  writeFileSync(configuration, `${lines.join('\n')}\n`);
  return configuration;
}
