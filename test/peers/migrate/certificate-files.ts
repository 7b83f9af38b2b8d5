import { rmSync } from 'node:fs';
import type { TemporaryDirectory } from '../../fixtures/temporary-directory.ts';
import { type SiteCertificate, type SiteCertificates, writeCertificates } from './mail-site.ts';

/** The situations of certificate files in the tables of the guides, in their order. */
export const FILE_SITUATIONS = [
  'good certificate',
  'expires in 10 days',
  'expired 2 days ago',
  'certificate for another name',
  'self-signed certificate',
  'intermediate certificate missing',
  'key of another certificate',
  'key missing',
  'certificate file missing',
  'no certificate in the file',
] as const;

/** A situation of a certificate file. */
export type FileSituation = (typeof FILE_SITUATIONS)[number];

/** The paths of a certificate and its key; the file may be missing. */
export type FilePair = Pick<SiteCertificate, 'file' | 'keyFile'>;

/** The files of all situations. */
export interface CertificateFiles {
  readonly rootFile: string;
  of(situation: FileSituation): FilePair;
}

/** Writes the files of all situations into a directory. */
export function writeCertificateFiles(directory: TemporaryDirectory): CertificateFiles {
  const certificates: SiteCertificates = writeCertificates(directory);
  const good = certificates.of('good certificate');
  const key = good.made.privateKeyPem;
  const other = certificates.of('self-signed certificate').made.privateKeyPem;
  const { certificatePem } = good.made;
  const pair = (name: string, content: string, keyContent: string): FilePair => ({
    file: directory.write(`files/${name}.pem`, content),
    keyFile: directory.write(`files/${name}.key`, keyContent, 0o600),
  });
  const issued = `${certificatePem}${certificates.issuerPem}`;
  const own: Partial<Record<FileSituation, FilePair>> = {
    'expires in 10 days': certificates.of('expires in 10 days'),
    'expired 2 days ago': certificates.of('expired 2 days ago'),
    'certificate for another name': certificates.of('certificate for another name'),
    'self-signed certificate': certificates.of('self-signed certificate'),
    'intermediate certificate missing': certificates.of('intermediate certificate not sent'),
    'key of another certificate': pair('other-key', issued, other),
    'key missing': pair('no-key', issued, key),
    'certificate file missing': pair('no-file', issued, key),
    'no certificate in the file': pair('no-certificate', 'no certificate\n', key),
  };
  rmSync(directory.at('files/no-key.key'));
  rmSync(directory.at('files/no-file.pem'));
  return { rootFile: certificates.rootFile, of: (situation) => own[situation] ?? good };
}

/** Returns the lines of a configuration with one connector for each file. */
export function fileConnectors(
  rootFile: string,
  files: readonly (readonly [name: string, pair: FilePair])[],
): readonly string[] {
  return [
    'stores: []',
    `trust: [{ enterprise: ${rootFile} }]`,
    'connectors:',
    ...files.flatMap(([name, { file, keyFile }]) => [
      `  - { name: ${name}, direction: receive, fqdn: mail.contoso.com, certificateFile: ${file}, keyFile: ${keyFile} }`,
    ]),
  ];
}
