import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const at = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const PAGE = at('docs/discovery.md');
const [, LINE = ''] = /```powershell\n(.*)\n```/.exec(PAGE) ?? [];

/** Returns the properties that the parser reads from one kind of object in an export. */
function asked(files: readonly string[]): ReadonlySet<string> {
  const text = files.map((name) => at(`src/formats/server-config/exchange/exchange-${name}.ts`)).join('\n');
  const names = [...text.matchAll(/(?:In\(\w+(?:\.object)?, |\[|writtenIn\(each, )'([A-Z]\w+)'/g)].map(
    ([, name]) => name ?? '',
  );
  return new Set(names);
}

/** Returns the properties that one command in the documentation exports. */
function exported(command: string): ReadonlySet<string> {
  const from = LINE.indexOf(`@(${command}`);
  const selected =
    LINE.slice(LINE.indexOf('Select-Object ', from) + 'Select-Object '.length).split(/\)(?:;| \})/, 1)[0] ?? '';
  const plain = selected.replaceAll(/@\{n='(\w+)';e=.*?\}\}(?=,|$)/g, '$1');
  return new Set(plain.split(',').map((name) => name.trim()));
}

describe('the command line with which an Exchange server exports its settings', () => {
  it('is one line, in the documented wrapper', () => {
    expect(LINE).toMatch(/^\$s = .* \| ConvertTo-Json -Depth 4 \| Set-Content -Encoding UTF8 connectors\.json$/);
    const keys = [...LINE.matchAll(/(?:[{;] )(\w+) = /g)].map(([, key]) => key);
    expect(keys).toEqual(['Server', 'Fqdn', 'ExportedAt', 'ReceiveConnectors', 'SendConnectors', 'Certificates']);
  });

  it('has balanced brackets', () => {
    for (const [open, close] of ['()', '{}', '[]']) {
      expect(LINE.split(open ?? '').length, open).toBe(LINE.split(close ?? '').length);
    }
  });

  it('exports all properties that are read', () => {
    const connectors = new Set([...exported('Get-ReceiveConnector'), ...exported('Get-SendConnector')]);
    expect([...asked(['connectors', 'names', 'probes', 'bindings'])].filter((name) => !connectors.has(name))).toEqual([
      // This is a property of an address that is exported as an object.
      'IPAddressToString',
    ]);
    const certificates = exported('Get-ExchangeCertificate');
    expect([...asked(['certificates'])].filter((name) => !certificates.has(name))).toEqual([]);
    expect(certificates.size).toBe(7);
  });

  it('exports enumerations as text and not as numbers', () => {
    for (const name of ['AuthMechanism', 'Services', 'TlsCertificateName', 'Status', 'RootCAType']) {
      expect(LINE).toContain(`@{n='${name}';e={"$($_.${name})"}}`);
    }
  });
});
