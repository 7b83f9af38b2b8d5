import { expect, test } from 'vitest';
import { parseConfiguration } from '../../src/adapters/config/read/parse-configuration.ts';
import { renderingOf } from '../../src/main/open-stores.ts';

test.each([
  ['/etc/mailcertd/mailcertd.yaml', ['mailcertd']],
  ['/opt/mail.yaml', ['mailcertd', '--config', '/opt/mail.yaml']],
])('texts under %s name commands that read its log', (file, command) => {
  const parsed = parseConfiguration('locale: en\n', file, {
    ...{ hostnameFile: 'mail01.contoso.com', kernelHostname: 'mail01', canonicalName: undefined },
    ...{ stateDirectory: '/var/lib/mailcertd', locale: 'en', eventIds: [] },
  });
  if (parsed.kind !== 'configuration') throw new Error('faulty');
  expect(renderingOf(parsed.configuration).command).toEqual(command);
});
