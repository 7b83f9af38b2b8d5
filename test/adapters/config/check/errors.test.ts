import { describe, expect, it } from 'vitest';
import { errorsOf, MAIL01 } from '../mail01.ts';

const SYSLOG_ADDRESS_FORM = 'udp://loghost:514, tcp://loghost:514 or tls://loghost:6514';
const CRON_FORM =
  'write minute, hour, day of month, month and day of week (optionally seconds first), for example "*/15 * * * *"';
const DURATION_FORM = 'write a whole number and s, m, h or d, as in 90s, 15m, 24h or 30d';
const SIZE_FORM = 'write a whole number and B, kB, MB or GB, as in 10MB';
const FQDN_FORM = 'use letters, digits, hyphens and dots, for example mail.contoso.com';
const FQDN_EMPTY = 'fqdn must not be empty; to use the FQDN of this computer, remove the key';
const COMPUTER_FORM = 'is not the FQDN of this computer; set computer: to the FQDN, for example mail01.contoso.com';
const THUMBPRINT_FORM = 'is not a thumbprint; write auto, none, or 40 hex digits (the SHA-1 of the certificate)';
const BY_NAME = 'is an IP address; write a DNS name, for example mail.contoso.com';

/** Returns one connector with this FQDN; the value is at 2:39. */
function withFqdn(fqdn: string): string {
  return `connectors:\n  - { name: A, direction: send, fqdn: ${fqdn} }\n`;
}

describe('an unknown key', () => {
  it.each([
    ['close to a known one', 'storse: []', ['1:1: unknown key "storse"; did you mean stores?']],
    ['in another case', 'Schedule: x', ['1:1: unknown key "Schedule"; did you mean schedule?']],
    ['close to none', 'webui: {}', ['1:1: unknown key "webui"; valid keys: docs/configuration.md']],
    [
      'in a connector',
      'connectors:\n  - name: A\n    direction: send\n    port: 25',
      ['4:5: unknown key "port"; valid keys: docs/configuration.md'],
    ],
    ['in a store', 'stores: [{ name: A, path: a, pth: b }]', ['1:30: unknown key "pth"; did you mean path?']],
    ['in discover', 'discover: { postfx: true }', ['1:13: unknown key "postfx"; did you mean postfix?']],
    ['in expiresSoon', 'expiresSoon: { withn: 3d }', ['1:16: unknown key "withn"; did you mean within?']],
    ['in selfSigned', 'selfSigned: { renewBefor: off }', ['1:15: unknown key "renewBefor"; did you mean renewBefore?']],
    [
      'of a file, at the console',
      'logs: [{ type: console, path: a }]',
      ['1:25: unknown key "path"; valid keys: type, format'],
    ],
    ['named like a method', 'constructor: 1', ['1:1: unknown key "constructor"; valid keys: docs/configuration.md']],
    ['named like the prototype', '__proto__: 1', ['1:1: unknown key "__proto__"; valid keys: docs/configuration.md']],
    ['with a color in it', '"\\e[31mred": 1', ['1:1: unknown key "\\u001b[31mred"; valid keys: docs/configuration.md']],
    ['of a merge', '<<: {}', ['1:1: unknown key "<<"; valid keys: docs/configuration.md']],
    [
      'next to another',
      'a: 1\nb: 2',
      [
        '1:1: unknown key "a"; valid keys: docs/configuration.md',
        '2:1: unknown key "b"; valid keys: docs/configuration.md',
      ],
    ],
  ])('%s is reported', (_, text, errors) => {
    expect(errorsOf(text)).toEqual(errors);
  });

  it.each(['probe: x', 'webui: {}'])('%s does not exist anywhere', (text) => {
    expect(errorsOf(text)).toHaveLength(1);
  });

  it.each(['timeout', 'isInternal', 'certificateFiles', 'source'])('%s does not exist in a connector', (key) => {
    const [error] = errorsOf(`connectors: [{ name: A, direction: send, ${key}: x }]`);
    expect(error).toContain(`1:42: unknown key "${key}"; `);
  });
});

describe('a value', () => {
  it.each([
    ['schedule: "61 * * * *"', `1:11: "61 * * * *" is not a cron expression; ${CRON_FORM}`],
    ['schedule: "* * * *"', `1:11: "* * * *" is not a cron expression; ${CRON_FORM}`],
    ['schedule: "* * * * * * *"', `1:11: "* * * * * * *" is not a cron expression; ${CRON_FORM}`],
    ['schedule: "@daily"', `1:11: "@daily" is not a cron expression; ${CRON_FORM}`],
    ['schedule: "0 0 31 2 *"', `1:11: "0 0 31 2 *" is not a cron expression; ${CRON_FORM}`],
    ['schedule: ""', `1:11: "" is not a cron expression; ${CRON_FORM}`],
    ['schedule: 15', '1:11: schedule must be a cron expression such as "*/15 * * * *", not 15'],
    ['timezone: Asia/Tokio', '1:11: "Asia/Tokio" is not a time zone; did you mean Asia/Tokyo?'],
    ['timezone: Moon', '1:11: "Moon" is not a time zone; write an IANA name, for example Europe/Berlin'],
    ['repeatInterval: 5x', `1:17: "5x" is not a duration; ${DURATION_FORM}`],
    ['repeatInterval: -1h', `1:17: "-1h" is not a duration; ${DURATION_FORM}`],
    ['repeatInterval: 99999d', `1:17: "99999d" is not a duration; ${DURATION_FORM}`],
    ['repeatInterval: 0s', '1:17: "0s" must be greater than 0, for example 24h'],
    [
      'repeatInterval: 24',
      '1:17: repeatInterval must be a duration: a whole number and s, m, h or d, as in 90s, 15m, 24h or 30d, not 24',
    ],
    ['watch: yes', '1:8: watch must be true or false, not "yes"'],
    ['locale: jp', '1:9: locale must be en or ja, not "jp"; did you mean ja?'],
    [
      'profile: exchange-2016',
      '1:10: profile must be exchange-2007 or exchange-2019, not "exchange-2016"; did you mean exchange-2019?',
    ],
    [
      'roles: [hub-trasport]',
      '1:9: roles must be client-access, hub-transport, unified-messaging, edge-transport or mailbox, not "hub-trasport"; did you mean hub-transport?',
    ],
    ['roles: []', '1:8: roles must have at least one item'],
    ['roles: mailbox', '1:8: roles must be a list, not "mailbox"'],
    ['helpLink: ""', '1:11: the text must not be empty; for the default, remove the key'],
    ['helpLink: "a\\nb"', '1:11: the text "a\\nb" must not contain invisible characters'],
    ['eventSource: {}', '1:14: eventSource must be text, not a map'],
    ['computer: localhost', `1:11: "localhost" ${COMPUTER_FORM}`],
    ['computer: localhost.localdomain', `1:11: "localhost.localdomain" ${COMPUTER_FORM}`],
    ['computer: mail01', `1:11: "mail01" ${COMPUTER_FORM}`],
    ['computer: 192.0.2.1', `1:11: "192.0.2.1" ${COMPUTER_FORM}`],
    ['computer: ""', `1:11: "" ${COMPUTER_FORM}`],
    ['stateDirectory: ""', '1:17: the path must not be empty, for example /etc/ssl/mail.pem'],
    ['stateDirectory: "~/x"', '1:17: "~/x": ~ is not expanded; write the absolute path'],
    ['stateDirectory: "a\\0b"', '1:17: the path "a\\u0000b" must not contain invisible characters'],
    ['internalTransportCertificate: automatic', `1:31: "automatic" ${THUMBPRINT_FORM}`],
    [`internalTransportCertificate: ${'A'.repeat(39)}`, `1:31: "${'A'.repeat(39)}" ${THUMBPRINT_FORM}`],
    [`internalTransportCertificate: ${'A'.repeat(39)}G`, `1:31: "${'A'.repeat(39)}G" ${THUMBPRINT_FORM}`],
    [
      `internalTransportCertificate: ${'A'.repeat(64)}`,
      '1:31: this is a SHA-256 fingerprint of 64 digits; write the thumbprint, which is the SHA-1 of the certificate, 40 hex digits',
    ],
    ['trust: [sytem]', '1:9: trust must be system or { enterprise: PATH }, not "sytem"'],
    ['trust: [{ enterprise: 3 }]', '1:9: trust must be system or { enterprise: PATH }, not a map'],
    ['selfSigned: { years: -1 }', '1:22: years must be at least 1, not -1'],
    [
      'selfSigned: { renewBefore: never }',
      '1:28: "never" is not a duration; write off, or a whole number and s, m, h or d, as in 90s, 15m, 24h or 30d',
    ],
    ['selfSigned: { renewBefore: 0d }', '1:28: "0d" must be greater than 0, for example 30d, or off'],
    [
      'selfSigned: { renewBefore: 30 }',
      '1:28: renewBefore must be off, or a duration: a whole number and s, m, h or d, as in 90s, 15m, 24h or 30d, not 30',
    ],
    ['selfSigned: { years: 1.5 }', '1:22: years must be a whole number, not 1.5'],
    ['selfSigned: { key: dsa }', '1:20: key must be rsa-2048, rsa-3072, rsa-4096, ec-p256 or ec-p384, not "dsa"'],
    ['retention: { records: -5 }', '1:23: records must be at least 1, not -5'],
    ['retention: { days: .inf }', '1:20: days must be a number, not Infinity'],
    ['expiresSoon: { fraction: 1.01 }', '1:26: fraction must be at most 1, not 1.01'],
    ['expiresSoon: { fraction: -0.01 }', '1:26: fraction must be at least 0, not -0.01'],
    ['expiresSoon: { fraction: .nan }', '1:26: fraction must be a number, not NaN'],
    ['levels: { 12014: Eror }', '1:18: 12014 must be Error, Warning or Information, not "Eror"; did you mean Error?'],
    ['levels: { 12041: Error }', '1:11: there is no event "12041"; did you mean 12014?'],
    ['levels: { 1: Error }', '1:11: there is no event "1"; docs/events lists them'],
    ['levels: [12014]', '1:9: levels must be a map of keys, not a list'],
    ['logs: [{ type: paper }]', '1:16: type must be console, file, syslog or journal, not "paper"'],
    [
      'logs: [{ type: flie, path: a }]',
      '1:16: type must be console, file, syslog or journal, not "flie"; did you mean file?',
    ],
    ['logs: [{ format: line }]', '1:8: type is required; write console, file, syslog or journal'],
    ['logs: [{ type: syslog }]', `1:8: address is required; write an address such as ${SYSLOG_ADDRESS_FORM}`],
    ...['loghost', 'http://loghost', 'udp://', 'tcp://loghost/var', 'udp://loghost:99999'].map(
      (address): [string, string] => [
        `logs: [{ type: syslog, address: "${address}" }]`,
        `1:33: "${address}" is not the address of a syslog server; write ${SYSLOG_ADDRESS_FORM}`,
      ],
    ),
    ...[
      'tcp://me@loghost',
      'tls://user:Geheim@loghost',
      'tls://:Geheim@loghost',
      'tls://a:Gehe/im@loghost',
      'Geheim@a',
    ].map((address): [string, string] => [
      `logs: [{ type: syslog, address: "${address}" }]`,
      '1:33: the address must not contain a user name or password, because syslog has no login',
    ]),
    [
      'logs: [{ type: syslog, address: "udp://loghost:0" }]',
      `1:33: "udp://loghost:0" must not have port 0; write ${SYSLOG_ADDRESS_FORM}`,
    ],
    [
      'logs: [{ type: syslog, address: "udp://loghost", format: classic }]',
      '1:58: format must be line, json or xml, not "classic"',
    ],
    [
      'logs: [{ type: syslog, address: "udp://loghost", facility: local8 }]',
      '1:60: facility must be user, mail, daemon, auth, local0, local1, local2, local3, local4, local5, local6 or local7, not "local8"; did you mean local0?',
    ],
    ['logs: [{ type: file }]', '1:8: path is required; write a path such as /var/log/mailcertd/events.log'],
    [
      'logs: [{ type: file, path: a, maxSize: 10 }]',
      '1:40: maxSize must be a size: a whole number and B, kB, MB or GB, as in 10MB, not 10',
    ],
    ['logs: [{ type: file, path: a, maxSize: 10XB }]', `1:40: "10XB" is not a size; ${SIZE_FORM}`],
    ['logs: [{ type: file, path: a, maxSize: 0MB }]', `1:40: "0MB" is not a size; ${SIZE_FORM}`],
    ['logs: [{ type: file, path: a, keep: -1 }]', '1:37: keep must be at least 0, not -1'],
    [
      'logs: [{ type: console, format: clasic }]',
      '1:33: format must be line, classic, json or xml, not "clasic"; did you mean classic?',
    ],
    ['stores: [{ name: A }]', '1:10: path is required; write a path, for example /etc/ssl/mail.pem'],
    [
      'stores: [{ name: A, path: a, services: [smtp] }]',
      '1:41: services must be SMTP, IMAP, POP, UM, IIS or Federation, not "smtp"; did you mean SMTP?',
    ],
    ['stores: [{ name: A, path: a, personal: no }]', '1:40: personal must be true or false, not "no"'],
    ['connectors: [{ name: A }]', '1:14: direction is required; write receive or send'],
    ['connectors: [{ direction: send }]', '1:14: name is required; write a name, for example mail'],
    ['connectors: [{ name: "", direction: send }]', '1:22: name must not be empty, for example mail'],
    ['connectors: [{ name: 25, direction: send }]', '1:22: name must be a name, not 25'],
    [
      'connectors: [{ name: "*", direction: send }]',
      '1:22: name "*" must not contain *; use letters, digits and spaces',
    ],
    ['connectors: [{ name: " a", direction: send }]', '1:22: name " a" must not begin or end with a space'],
    [
      'connectors: [{ name: "a\\eb", direction: send }]',
      '1:22: name "a\\u001bb" must not contain invisible characters',
    ],
    [
      'connectors: [{ name: "a\u202eb", direction: send }]',
      '1:22: name "a\\u202eb" must not contain invisible characters',
    ],
    [
      'connectors: [{ name: A, direction: recieve }]',
      '1:36: direction must be receive or send, not "recieve"; did you mean receive?',
    ],
    ['connectors: [3]', '1:14: connectors must be a map of keys, not 3'],
  ])('%s is reported', (text, error) => {
    expect(errorsOf(text)).toEqual([error]);
  });

  it('longer than its type allows is reported, truncated', () => {
    expect(errorsOf(`connectors: [{ name: ${'a'.repeat(257)}, direction: send }]`)).toEqual([
      `1:22: name "${'a'.repeat(60)}…" must have at most 256 characters`,
    ]);
  });
});

describe('a key without a value', () => {
  it.each([
    ['stores: [{ name: A, path: }]', '1:21: path must have a value'],
    ['stores:', '1:1: stores must have a value; for the default, remove the key'],
    ['computer: ~', '1:11: computer must have a value; for the default, remove the key'],
    ['expiresSoon:\n  within:', '2:3: within must have a value; for the default, remove the key'],
    ['trust:\n  -', '2:4: trust must not have an empty item; write a value or remove it'],
    ['logs:\n  - type:', '2:5: type must have a value'],
    ['roles: [~]', '1:9: roles must not have an empty item; write a value or remove it'],
  ])('%j is reported', (text, error) => {
    expect(errorsOf(text)).toEqual([error]);
  });
});

describe('rows 13 and 29: the fqdn of a connector', () => {
  it.each([
    ['""', FQDN_EMPTY],
    ['" "', FQDN_EMPTY],
    ['~', FQDN_EMPTY],
    ['192.0.2.1', `"192.0.2.1" ${BY_NAME}`],
    ['"2001:db8::1"', `"2001:db8::1" ${BY_NAME}`],
    ['"*.contoso.com"', `"*.contoso.com" is not a DNS name; ${FQDN_FORM}`],
    ['a b', `"a b" is not a DNS name; ${FQDN_FORM}`],
    ['a..b', `"a..b" is not a DNS name; ${FQDN_FORM}`],
    ['-a.com', `"-a.com" is not a DNS name; ${FQDN_FORM}`],
    ['.', `"." is not a DNS name; ${FQDN_FORM}`],
    ['a%41.com', `"a%41.com" is not a DNS name; ${FQDN_FORM}`],
    ['ü%41.com', `"ü%41.com" is not a DNS name; ${FQDN_FORM}`],
    ['ü/a.com', `"ü/a.com" is not a DNS name; ${FQDN_FORM}`],
    ['"１９２.0.2.1"', `"１９２.0.2.1" is not a DNS name; ${FQDN_FORM}`],
    ['contoso.1', `"contoso.1" is not a DNS name; ${FQDN_FORM}`],
    ['5', 'fqdn must be a DNS name such as mail.contoso.com, not 5'],
  ])('%s is reported', (fqdn, message) => {
    expect(errorsOf(withFqdn(fqdn))).toEqual([`2:39: ${message}`]);
  });

  it('with nothing after the colon is reported at the key', () => {
    expect(errorsOf('connectors:\n  - name: A\n    direction: send\n    fqdn:')).toEqual([`4:5: ${FQDN_EMPTY}`]);
  });
});

describe('values that contradict each other', () => {
  it.each([
    [
      'two stores of one name',
      'stores:\n- { name: A, path: a }\n- { name: A, path: b }',
      ['3:11: two stores are named "A"; change one of them'],
    ],
    [
      'two connectors of one name',
      'connectors:\n- { name: A, direction: send }\n- { name: A, direction: receive }',
      ['3:11: two connectors are named "A"; change one of them'],
    ],
    [
      'three connectors of one name',
      'connectors:\n- { name: A, direction: send }\n- { name: A, direction: send }\n- { name: A, direction: send }',
      [
        '3:11: two connectors are named "A"; change one of them',
        '4:11: two connectors are named "A"; change one of them',
      ],
    ],
    [
      'two outputs to one file',
      'logs: [{ type: file, path: a }, { type: file, path: a }]',
      ['1:53: two outputs write to "/etc/mailcertd/a"; change one of them'],
    ],
    [
      'two outputs to one file, each in its own way',
      'logs: [{ type: file, path: a }, { type: file, path: ./a }, { type: file, path: /etc/mailcertd/../mailcertd/a }]',
      [
        '1:53: two outputs write to "/etc/mailcertd/a"; change one of them',
        '1:80: two outputs write to "/etc/mailcertd/a"; change one of them',
      ],
    ],
    [
      'two consoles',
      'logs: [{ type: console }, { type: console, format: json }]',
      ['1:27: the console is a duplicate; remove one'],
    ],
    [
      'two outputs to one syslog server',
      'logs: [{ type: syslog, address: "udp://a" }, { type: syslog, address: "udp://a" }]',
      ['1:71: two outputs send to "udp://a:514"; change one of them'],
    ],
    [
      'two outputs to one syslog server, each in its own way',
      'logs: [{ type: syslog, address: "udp://a" }, { type: syslog, address: "UDP://A:514" }, { type: syslog, address: "tcp://a" }]',
      ['1:71: two outputs send to "udp://a:514"; change one of them'],
    ],
    [
      'two outputs to an address that is not a syslog server',
      'logs: [{ type: syslog, address: "http://a" }, { type: syslog, address: "http://a" }]',
      [
        `1:33: "http://a" is not the address of a syslog server; write ${SYSLOG_ADDRESS_FORM}`,
        `1:72: "http://a" is not the address of a syslog server; write ${SYSLOG_ADDRESS_FORM}`,
      ],
    ],
    ['two journals', 'logs: [{ type: journal }, { type: journal }]', ['1:27: the journal is a duplicate; remove one']],
    [
      'a CA for an unverified server',
      'logs: [{ type: syslog, address: "tcp://a", caFile: a }]',
      ['1:44: caFile requires an address with tls://'],
    ],
    [
      'a step above within',
      'expiresSoon: { within: 5d, remindAt: [7d, 1d] }',
      ['1:39: remindAt "7d" must not be longer than within ("5d")'],
    ],
    [
      'a step above the default of within',
      'expiresSoon: { remindAt: [22d, 1d] }',
      ['1:27: remindAt "22d" must not be longer than within ("21d")'],
    ],
    [
      'steps that rise',
      'expiresSoon: { remindAt: [1d, 2d] }',
      ['1:31: remindAt "2d" must be shorter than the previous one; write the longest first'],
    ],
    [
      'steps that are the same',
      'expiresSoon: { remindAt: [1d, 24h] }',
      ['1:31: remindAt "24h" must be shorter than the previous one; write the longest first'],
    ],
    [
      'a renewal before the certificate has begun',
      'selfSigned: { years: 1, renewBefore: 365d }',
      ['1:38: renewBefore "365d" must be shorter than the validity of 365 days (years: 1), or every scan renews'],
    ],
    [
      'a renewal before the default certificate has begun',
      'selfSigned: { renewBefore: 1825d }',
      ['1:28: renewBefore "1825d" must be shorter than the validity of 1825 days (years: 5), or every scan renews'],
    ],
    [
      'a pattern for the personal store',
      'stores: [{ name: My, path: "/a/*" }]',
      ['1:28: path of the store My must be a single directory, because mailcertd writes to it'],
    ],
    ['one key twice', 'watch: true\nwatch: false', ['2:1: key "watch" is a duplicate; remove one']],
    [
      'one key twice in an item',
      'stores: [{ name: A, path: a, path: b }]',
      ['1:30: key "path" is a duplicate; remove one'],
    ],
  ])('%s are reported', (_, text, errors) => {
    expect(errorsOf(text)).toEqual(errors);
  });

  it('are reported in addition to other errors', () => {
    expect(errorsOf('connectors:\n- { name: A }\n- { name: A, direction: send }')).toEqual([
      '2:3: direction is required; write receive or send',
      '3:11: two connectors are named "A"; change one of them',
    ]);
  });
});

describe('a text that is not YAML', () => {
  it('a YAML mistake that the library reports twice is one error', () => {
    const error =
      'invalid YAML: wrong indentation or missing bracket; indent the keys of a map equally, and close each bracket';
    expect(errorsOf('a: [{ b: c, d: [ }\n')).toEqual([`1:18: ${error}`, `1:19: ${error}`]);
  });

  it.each([
    [
      'an open bracket',
      'a: [1\nb: 2',
      '2:1: invalid YAML: wrong indentation or missing bracket; indent the keys of a map equally, and close each bracket',
    ],
    ['a tab before a key', 'stores:\n\t- a', '2:1: invalid YAML: tabs are not allowed as indentation; use spaces'],
    [
      'a second document',
      'watch: true\n---\nwatch: false',
      '2:1: invalid YAML: the file must contain only one document; remove the line ---',
    ],
    ['an unknown tag', 'watch: !!js true', '1:8: invalid YAML: unknown tag; put a value that begins with ! in quotes'],
    ['an alias to nothing', 'watch: *a', '1:8: invalid YAML: unknown alias; put a value that begins with * in quotes'],
    ['a list for a key', '[a]: 1', '1:1: invalid YAML: a key must be text, not a list or a map'],
    [
      'a key that begins with a question mark',
      'watch: true\n? a\n: b',
      '2:1: a key cannot begin with "? "; write key: value',
    ],
    ['brackets 17 deep', `a: ${'['.repeat(17)}`, '1:20: more than 16 brackets are open here; close some'],
  ])('%s is reported', (_, text, error) => {
    expect(errorsOf(text)).toEqual([error]);
  });

  it('is reported with every position', () => {
    expect(errorsOf('helpLink: "\\q"\neventSource: "\\y"')).toEqual([
      '1:12: invalid YAML: invalid escape sequence in double quotes; write \\\\ for a backslash',
      '2:15: invalid YAML: invalid escape sequence in double quotes; write \\\\ for a backslash',
    ]);
  });

  it.each([
    ['- a', '1:1: the configuration must be a map of keys, not a list'],
    ['hello', '1:1: the configuration must be a map of keys, not a string'],
    ['4711', '1:1: the configuration must be a map of keys, not a number'],
  ])('%j is YAML and no configuration', (text, error) => {
    expect(errorsOf(text)).toEqual([error]);
  });
});

describe('several errors', () => {
  it('are reported at once, in order of line', () => {
    const text = [
      'computer: mail01.contoso.com',
      'schedule: "every day"',
      'timezone: Mars/Olympus',
      'repeatInterval: soon',
      'notifier: []',
      'connectors:',
      '  - { name: Default, direction: receive, fqdn: "" }',
    ].join('\n');
    expect(errorsOf(text)).toEqual([
      `2:11: "every day" is not a cron expression; ${CRON_FORM}`,
      '3:11: "Mars/Olympus" is not a time zone; write an IANA name, for example Europe/Berlin',
      `4:17: "soon" is not a duration; ${DURATION_FORM}`,
      '5:1: unknown key "notifier"; did you mean notifiers?',
      `7:48: ${FQDN_EMPTY}`,
    ]);
  });
});

describe('row 14: a computer whose name is unknown', () => {
  const FORM = 'is not the FQDN of this computer; set computer: to the FQDN, for example mail01.contoso.com';
  it.each([
    ['has a single label', { hostnameFile: 'vm' }, 'vm'],
    ['is localhost', { hostnameFile: 'localhost' }, 'localhost'],
    ['is localhost with a domain', { hostnameFile: 'localhost.localdomain' }, 'localhost.localdomain'],
    ['has a canonical name without a dot', { hostnameFile: 'vm', canonicalName: 'vm' }, 'vm'],
    ['is localhost to the resolver', { hostnameFile: 'vm', canonicalName: 'localhost' }, 'localhost'],
    ['has no hostname file', { hostnameFile: undefined, kernelHostname: 'box' }, 'box'],
  ])('%s: that is one error', (_, host, name) => {
    expect(errorsOf('', { ...MAIL01, ...host })).toEqual([`1:1: computer is not set, and "${name}" ${FORM}`]);
  });

  it('is no error if the file names it', () => {
    expect(errorsOf('computer: mail01.contoso.com', { ...MAIL01, hostnameFile: 'localhost' })).toEqual([]);
  });
});
