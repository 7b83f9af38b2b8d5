/**
 * Returns the 16-bit hash of an element or attribute name in binary XML.
 * @see https://learn.microsoft.com/openspecs/windows_protocols/ms-even6 section 2.2.12 (NameHash)
 */
export function nameHash(name: string): number {
  let hash = 0;
  // The product has at most 33 bits, so it is exact.
  for (let index = 0; index < name.length; index += 1) hash = (hash * 65_599 + name.charCodeAt(index)) & 0xffff;
  return hash;
}
