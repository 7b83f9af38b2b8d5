import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MadeCertificate, makeCertificate } from '../../fixtures/make-certificate.ts';
import { temporaryDirectory } from '../../fixtures/temporary-directory.ts';
import { needs, needsRoot } from '../needs.ts';
import { NODE_TOOLS, writeBaseImage } from './base-image.ts';
import { Container, type ImageConfig, type Mount } from './container.ts';
import { kubernetesManifests, podOf } from './kubernetes-page.ts';
import { updateVolume } from './update-volume.ts';

const repository = resolve(import.meta.dirname, '../../..');
const ACCOUNT = 12014;

const CONFIGURATION = `computer: mail.example.org
stores: [{ name: tls, path: /certs }]
connectors: [{ name: smtp, direction: receive, fqdn: mail.example.org }]
internalTransportCertificate: none
logs: [{ type: console, format: json }]
`;

const made = (): MadeCertificate =>
  makeCertificate({
    commonName: 'mail.example.org',
    notBefore: Date.now() - 86_400_000,
    notAfter: Date.now() + 90 * 86_400_000,
  });

describe.runIf(needsRoot() && needs('buildah', 'namespaces'))('the container image', () => {
  const directory = temporaryDirectory();
  const storage = ['--storage-driver', 'vfs', '--root', directory.at('root'), '--runroot', directory.at('run')];
  const buildah = (...parameters: readonly string[]): string =>
    execFileSync('buildah', [...storage, ...parameters], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    }).trim();
  /** The limits of this process, because a container cannot have higher ones. */
  const limits = ['nofile', 'nproc'].map((name) => {
    const letter = name === 'nofile' ? 'n' : 'u';
    return `--ulimit=${name}=${execFileSync('bash', ['-c', `ulimit -H${letter}`], { encoding: 'utf8' }).trim()}`;
  });
  let root = '';
  let config: ImageConfig;
  let mounts: readonly Mount[] = [];

  beforeAll(() => {
    writeBaseImage(directory.at('base'));
    const base = buildah('from', 'scratch');
    buildah('copy', '--quiet', base, directory.at('base'), '/');
    buildah('commit', '--quiet', '--rm', base, 'localhost/base');
    execFileSync(
      join(repository, 'config/oci/build-image'),
      ['--isolation', 'chroot', ...limits, '--build-arg', 'BASE=localhost/base', '--tag', 'localhost/built'],
      { env: { ...process.env, BUILDER: ['buildah', ...storage].join(' ') }, stdio: 'pipe' },
    );
    const container = buildah('from', 'localhost/built');
    root = buildah('mount', container);
    config = JSON.parse(buildah('inspect', '--type', 'image', 'localhost/built')).OCIv1.config;

    const { certificatePem, privateKeyPem } = made();
    directory.write('certs/tls.crt', certificatePem);
    chownSync(directory.write('certs/tls.key', privateKeyPem, 0o400), ACCOUNT, ACCOUNT);
    directory.write('etc/mailcertd.yaml', CONFIGURATION);
    directory.write('state/.keep', '');
    chownSync(directory.at('state'), ACCOUNT, ACCOUNT);
    chmodSync(directory.path, 0o755);
    mounts = [
      { source: directory.at('certs'), target: '/certs', isReadOnly: true },
      { source: directory.at('etc'), target: '/etc/mailcertd', isReadOnly: true },
      { source: directory.at('state'), target: '/var/lib/mailcertd', isReadOnly: false },
    ];
  });
  afterAll(() => {
    buildah('umount', '--all');
    directory[Symbol.dispose]();
  });

  it('runs the daemon as its own account, with its state in a volume', () => {
    expect(config).toMatchObject({
      User: `${ACCOUNT}:${ACCOUNT}`,
      Cmd: ['run'],
      Volumes: { '/var/lib/mailcertd': {} },
    });
    expect(config.Entrypoint[0]).toBe('node');
  });

  it('has no source map, manual page or unit, and no file that only makes packages', () => {
    const program = join(root, 'usr/lib/mailcertd');
    expect(readdirSync(join(program, 'dist/main')).filter((name) => name.endsWith('.map'))).toEqual([]);
    expect(
      ['dist/man', 'systemd', 'config/debian', 'config/oci'].filter((name) => existsSync(join(program, name))),
    ).toEqual([]);
  });

  it('has no package manager of Node, although its base has them', () => {
    const paths = Object.entries(NODE_TOOLS).flatMap(([name, file]) => [`/usr/local/bin/${name}`, file]);
    const found = (place: string): readonly string[] =>
      paths.filter((path) => lstatSync(join(place, path), { throwIfNoEntry: false }) !== undefined);
    expect(found(directory.at('base'))).toEqual(paths);
    expect(found(root)).toEqual([]);
  });

  it('has labels with its version, its commit and its base', () => {
    const { version } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'));
    expect(config.Labels).toMatchObject({
      'org.opencontainers.image.title': 'mailcertd',
      'org.opencontainers.image.version': version,
      'org.opencontainers.image.revision': expect.stringMatching(/^[0-9a-f]{40}$/),
      'org.opencontainers.image.licenses': 'MIT',
      'org.opencontainers.image.base.name': 'localhost/base',
    });
  });

  it('has no file that its account could change, except for the state', () => {
    const own = execFileSync('find', [root, '-xdev', '-user', String(ACCOUNT)], { encoding: 'utf8' })
      .trim()
      .split('\n');
    expect(own.map((path) => path.replace(root, ''))).toEqual(['/var/lib/mailcertd']);
    expect(statSync(join(root, 'var/lib/mailcertd')).mode & 0o777).toBe(0o750);
  });

  it('with a read-only root file system scans mounted certificates, logs JSON, and stops within seconds after SIGTERM', async () => {
    using container = new Container(root, config, mounts);
    const alive = () => container.exec('mailcertd-alive');
    await expect.poll(() => alive().status, { timeout: 30_000, interval: 200 }).toBe(0);
    expect(container.exec('mailcertd', 'check').stdout).toContain('MAILCERTD OK - 1 connector');
    expect(container.exec('mailcertd', 'status').stdout).toContain('OK   1 connector, 1 certificate');
    expect(container.exec('sh', '-c', 'echo > /usr/lib/mailcertd/x').stderr).toContain('Read-only file system');
    expect(container.exec('sh', '-c', 'echo > /certs/x').stderr).toContain('Read-only file system');
    const { code, milliseconds } = await container.stop();
    expect(code).toBe(0);
    expect(milliseconds).toBeLessThan(5000);
    const records = container.lines.map((line) => JSON.parse(line));
    expect(records.length).toBeGreaterThan(0);
    expect(container.lines.join('\n')).toContain('1000');
  });

  it('runs with the manifests of the page about Kubernetes, and sees a Secret that the kubelet updates', async () => {
    const [configMap] = kubernetesManifests();
    const pod = podOf(kubernetesManifests());
    const [first, second] = [made(), made()];
    const secretOf = ({ certificatePem, privateKeyPem }: MadeCertificate) => ({
      ...{ 'tls.crt': certificatePem, 'tls.key': privateKeyPem },
    });
    const contents: Readonly<Record<string, Readonly<Record<string, string>>>> = {
      configuration: configMap?.data ?? {},
      'mail-tls': secretOf(first),
      notifiers: { webhook: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n' },
    };
    const volume = (name: string): string => directory.at('kubelet', name);
    for (const { name, secret } of pod.volumes)
      updateVolume(volume(name), contents[name] ?? {}, secret?.defaultMode ?? 0o644, pod.securityContext.fsGroup);
    chownSync(volume('state'), 0, pod.securityContext.fsGroup);
    chmodSync(volume('state'), 0o2775);
    const [mounted] = pod.containers.map(({ volumeMounts }) =>
      volumeMounts.map(({ name, mountPath, readOnly }) => ({
        ...{ source: volume(name), target: mountPath, isReadOnly: readOnly === true },
      })),
    );
    using container = new Container(root, config, mounted ?? []);
    await expect.poll(() => container.exec('mailcertd-alive').status, { timeout: 30_000, interval: 200 }).toBe(0);
    const stored = (): string => {
      const { stdout, stderr } = container.exec('mailcertd', 'certificates', 'list', '--format', 'json');
      return JSON.parse(stdout || '[]')
        .map(({ thumbprint, hasPrivateKey }: Record<string, unknown>) => `${thumbprint} ${hasPrivateKey}`)
        .concat(stderr)
        .join('');
    };
    expect(stored()).toBe(`${first.thumbprint} true`);
    const scannedAt = (): string =>
      JSON.parse(container.exec('mailcertd', 'status', '--format', 'json').stdout).daemon.endedAt;
    const before = scannedAt();
    await new Promise((resolve) => setTimeout(resolve, 1000));
    updateVolume(volume('mail-tls'), secretOf(second), 0o440, pod.securityContext.fsGroup);
    await expect.poll(scannedAt, { timeout: 30_000, interval: 200 }).not.toBe(before);
    expect(stored()).toBe(`${second.thumbprint} true`);
    expect((await container.stop()).code).toBe(0);
  });

  it('reports that it is not alive if the daemon does not run, although all certificates are valid', async () => {
    const idle = { ...config, Entrypoint: ['node'], Cmd: ['-e', 'setInterval(() => {}, 1e6)'] };
    using container = new Container(root, idle, mounts);
    const alive = () => container.exec('mailcertd-alive');
    await expect.poll(() => alive().stdout + alive().stderr, { timeout: 10_000 }).toMatch(/^mailcertd: stopped since /);
    expect(alive().status).toBe(1);
  });
});
