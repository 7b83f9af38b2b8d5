import { expect, test } from 'vitest';
import { failureText } from '../../src/domain/failure/failure-text.ts';
import { configurationOperations } from '../../src/main/configuration-operations.ts';
import { makeCertificate } from '../fixtures/make-certificate.ts';
import { temporaryDirectory } from '../fixtures/temporary-directory.ts';

const ROOT = makeCertificate({ commonName: 'Root', notBefore: Date.UTC(2020), notAfter: Date.UTC(2040) });

test('config check warns of a trust path without anchors, once, at its first use', async () => {
  using directory = temporaryDirectory();
  directory.write('root.pem', ROOT.certificatePem);
  directory.write('anchors/root.crt', ROOT.certificatePem);
  directory.write('anchors/README', 'no certificate');
  directory.write('empty/README', 'no certificate');
  directory.write('text.pem', 'no certificate');
  const file = directory.write(
    'mailcertd.yaml',
    `computer: mail01.contoso.com
stores: [{ name: Two, path: store }]
trust:
  - system
  - enterprise: root.pem
  - enterprise: anchors
  - enterprise: gone.pem
  - enterprise: empty
connectors:
  - name: Edge
    direction: receive
    probe: smtp://127.0.0.1:25
    trust: [{ enterprise: gone.pem }, { enterprise: text.pem }]
`,
  );
  const { errors, warnings } = await configurationOperations.check(file);
  expect(errors).toEqual([]);
  const until = '; certificates issued by that CA are reported as untrusted';
  const texts = warnings.map(({ failure, ...place }) => ({ ...place, message: failureText(failure, 'en') }));
  expect(texts).toEqual([
    { file, line: 7, column: 17, message: `trust: ${directory.at('gone.pem')}: it does not exist${until}` },
    { file, line: 8, column: 17, message: `trust: ${directory.at('empty')} contains no certificate${until}` },
    { file, line: 13, column: 53, message: `trust: ${directory.at('text.pem')} contains no certificate${until}` },
  ]);
});
