import { expect, test } from 'vitest';
import { failureText } from '../../src/domain/failure/failure-text.ts';
import { configurationOperations } from '../../src/main/configuration-operations.ts';
import { makeCertificate } from '../fixtures/make-certificate.ts';
import { temporaryDirectory } from '../fixtures/temporary-directory.ts';

const DATES = { notBefore: Date.UTC(2020), notAfter: Date.UTC(2040) };
const CLIENT = makeCertificate({ commonName: 'mail01.contoso.com', ...DATES });
const OTHER = makeCertificate({ commonName: 'other.contoso.com', ...DATES });

test('config check warns of an unusable client certificate, once, at the first use of the file', async () => {
  using directory = temporaryDirectory();
  const client = directory.write('client.pem', CLIENT.certificatePem);
  directory.write('client.key', CLIENT.privateKeyPem);
  const other = directory.write('other.key', OTHER.privateKeyPem);
  const file = directory.write(
    'mailcertd.yaml',
    `computer: mail01.contoso.com
stores: [{ name: Two, path: store }]
connectors:
  - name: Good
    direction: send
    probe: { url: "smtp://a.example", clientCertificateFile: client.pem, clientKeyFile: client.key }
  - name: Gone
    direction: send
    probe: { url: "smtp://a.example", clientCertificateFile: gone.pem, clientKeyFile: client.key }
  - name: AnothersKey
    direction: send
    probe:
      url: smtp://a.example
      clientCertificateFile: ${client}
      clientKeyFile: ${other}
  - name: Again
    direction: send
    probe: { url: "smtp://b.example", clientCertificateFile: client.pem, clientKeyFile: other.key }
  - name: Keyless
    direction: send
    probe: { url: "smtp://a.example", clientCertificateFile: client.pem }
`,
  );
  const { errors, warnings } = await configurationOperations.check(file);
  expect(errors).toEqual([]);
  const until = '; probes that use it fail until this is fixed';
  const texts = warnings.map(({ failure, ...place }) => ({ ...place, message: failureText(failure, 'en') }));
  expect(texts).toEqual([
    {
      ...{ file, line: 9, column: 62 },
      message: `clientCertificateFile: ${directory.at('gone.pem')}: it does not exist${until}`,
    },
    {
      ...{ file, line: 15, column: 22 },
      message: `clientKeyFile: ${other}: its private key does not match the certificate in ${client}; set clientKeyFile to the key of that certificate${until}`,
    },
    {
      ...{ file, line: 21, column: 62 },
      message: expect.stringMatching(
        `^clientCertificateFile: ${client}: it contains no usable PEM private key .*; set clientKeyFile to the file of the key${until}$`,
      ),
    },
  ]);
});
