/**
 * By dotted OID of an attribute type: its names in RFC 4514, OpenSSL and Windows, in upper case,
 * separated by spaces.
 */
const NAMES: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN COMMONNAME',
  '2.5.4.4': 'SN SURNAME',
  '2.5.4.5': 'SERIALNUMBER',
  '2.5.4.6': 'C COUNTRYNAME COUNTRY',
  '2.5.4.7': 'L LOCALITYNAME LOCALITY',
  '2.5.4.8': 'ST S STATEORPROVINCENAME STATE',
  '2.5.4.9': 'STREET STREETADDRESS',
  '2.5.4.10': 'O ORGANIZATIONNAME ORGANIZATION',
  '2.5.4.11': 'OU ORGANIZATIONALUNITNAME ORGANIZATIONALUNIT',
  '2.5.4.12': 'T TITLE',
  '2.5.4.13': 'DESCRIPTION',
  '2.5.4.15': 'BUSINESSCATEGORY',
  '2.5.4.16': 'POSTALADDRESS',
  '2.5.4.17': 'POSTALCODE',
  '2.5.4.18': 'POSTOFFICEBOX POBOX',
  '2.5.4.20': 'TELEPHONENUMBER PHONE',
  '2.5.4.41': 'NAME',
  '2.5.4.42': 'G GN GIVENNAME',
  '2.5.4.43': 'I INITIALS',
  '2.5.4.44': 'GENERATIONQUALIFIER',
  '2.5.4.45': 'X500UNIQUEIDENTIFIER',
  '2.5.4.46': 'DNQUALIFIER DNQ',
  '2.5.4.65': 'PSEUDONYM',
  '2.5.4.97': 'ORGANIZATIONIDENTIFIER',
  '0.9.2342.19200300.100.1.1': 'UID USERID',
  '0.9.2342.19200300.100.1.3': 'MAIL RFC822MAILBOX',
  '0.9.2342.19200300.100.1.25': 'DC DOMAINCOMPONENT',
  '1.2.840.113549.1.9.1': 'E EMAIL EMAILADDRESS',
  '1.2.840.113549.1.9.2': 'UNSTRUCTUREDNAME',
  '1.2.840.113549.1.9.8': 'UNSTRUCTUREDADDRESS',
  '1.3.6.1.4.1.311.60.2.1.1': 'JURISDICTIONL',
  '1.3.6.1.4.1.311.60.2.1.2': 'JURISDICTIONST',
  '1.3.6.1.4.1.311.60.2.1.3': 'JURISDICTIONC',
  '1.2.643.3.131.1.1': 'INN',
  '1.2.643.100.1': 'OGRN',
  '1.2.643.100.3': 'SNILS',
};

const BY_NAME: ReadonlyMap<string, string> = new Map(
  Object.entries(NAMES).flatMap(([oid, names]) => names.split(' ').map((name): [string, string] => [name, oid])),
);

const DOTTED = /^(?:OID\.)?((?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*))+)$/i;

/**
 * Returns the dotted OID of an attribute type, or undefined if the name is unknown. Accepts a name
 * in any case, `2.5.4.3` and `OID.2.5.4.3`.
 * @see RFC 4514 section 3
 * @see RFC 4519 section 2
 */
export function attributeTypeOid(typeText: string): string | undefined {
  return DOTTED.exec(typeText)?.[1] ?? BY_NAME.get(typeText.toUpperCase());
}
