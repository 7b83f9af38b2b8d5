import { expect, it } from 'vitest';
import { parseCertbotLineage } from '../../../../src/formats/server-config/certbot/certbot.ts';

const CONF = `# renew_before_expiry = 30 days
version = 4.0.0
archive_dir = /etc/letsencrypt/archive/mail.contoso.com
cert = /etc/letsencrypt/live/mail.contoso.com/cert.pem
privkey = /etc/letsencrypt/live/mail.contoso.com/privkey.pem
chain = /etc/letsencrypt/live/mail.contoso.com/chain.pem
fullchain = /etc/letsencrypt/live/mail.contoso.com/fullchain.pem

# Options used in the renewal process
[renewalparams]
account = d41d8cd98f00b204e9800998ecf8427e
authenticator = webroot
fullchain = /elsewhere
`;

it.each([
  ['as certbot writes it', CONF, '/etc/letsencrypt/live/mail.contoso.com/fullchain.pem'],
  ['with other line ends', CONF.replaceAll('\n', '\r\n'), '/etc/letsencrypt/live/mail.contoso.com/fullchain.pem'],
  ['in quotation marks', 'fullchain="/a b/fullchain.pem"\n', '/a b/fullchain.pem'],
  ['below a section only', '[renewalparams]\nfullchain = /a.pem\n', undefined],
  ['relative', 'fullchain = live/a.pem\n', undefined],
  ['commented out', '# fullchain = /a.pem\n', undefined],
  ['nowhere', '', undefined],
])('the certificate file of a lineage is %s', (_how, text, path) => {
  expect(parseCertbotLineage(text)).toBe(path);
});
