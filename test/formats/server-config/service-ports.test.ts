import { expect, it } from 'vitest';
import { parseServicePorts } from '../../../src/formats/server-config/service-ports.ts';

it('service ports are known by name and by alias, of TCP only', () => {
  const text = `# Network services
smtp\t\t25/tcp\t\tmail
submissions\t465/tcp\t\tssmtp smtps urd # Submission over TLS
domain\t\t53/udp
domain\t\t53/tcp
smtp 2525/tcp
nonsense
http 80
`;
  expect(Object.fromEntries(parseServicePorts(text))).toEqual({
    smtp: 25,
    mail: 25,
    submissions: 465,
    ssmtp: 465,
    smtps: 465,
    urd: 465,
    domain: 53,
  });
});
