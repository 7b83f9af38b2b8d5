import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  type DistinguishedName,
  parseDistinguishedName,
} from '../../../src/domain/certificate/parse-distinguished-name.ts';
import { renderAttribute } from '../../../src/domain/certificate/render-distinguished-name.ts';
import { DerReader } from '../../../src/formats/der/der.ts';
import { toDer } from '../../../src/formats/der/write-asn1.ts';
import { readName } from '../../../src/formats/x509/name.ts';
import { nameElement } from '../../../src/formats/x509/write-name.ts';

const ASCII = '[A-Za-z0-9.-]{1,20}';
const attribute = fc.oneof(
  fc.record({
    type: fc.constantFrom('2.5.4.3', '2.5.4.10', '2.5.4.11', '2.5.4.7', '1.2.3.4', '2.999.4294967295'),
    value: fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }),
  }),
  fc.record({
    type: fc.constantFrom('2.5.4.5', '2.5.4.6', '2.5.4.46', '0.9.2342.19200300.100.1.25', '1.2.840.113549.1.9.1'),
    value: fc.stringMatching(new RegExp(`^${ASCII}$`)),
  }),
);
const name = fc.array(fc.array(attribute, { minLength: 1, maxLength: 3 }), { maxLength: 5 });

function parsed(text: string): DistinguishedName {
  const answer = parseDistinguishedName(text);
  if (answer.kind === 'error') throw new Error(`${answer.position}: ${answer.cause.code}`);
  return answer.name;
}

function readBack(written: DistinguishedName): DistinguishedName {
  const reader = new DerReader(toDer(nameElement(written)));
  const text = readName(reader, 'subject', []);
  expect([reader.error, reader.hasMore()]).toEqual([undefined, false]);
  return parsed(text);
}

/** Returns a name with sorted attributes in each relative name, because they have no order. */
function sorted(one: DistinguishedName): DistinguishedName {
  return one.map((attributes) => [...attributes].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)));
}

it('a written name is the one in its text', () => {
  fc.assert(
    fc.property(name, (wish) => {
      const text = wish
        .map((attributes) => attributes.map(({ type, value }) => renderAttribute(type, value)).join('+'))
        .join(',');
      expect(sorted(readBack(parsed(text)))).toEqual(sorted(wish));
    }),
    { numRuns: 1000 },
  );
});
