const CHARACTERS: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['apos', "'"],
  ['quot', '"'],
]);

/** Returns the text that `xmlText` escaped; undefined if a reference is not valid. */
export function plainText(xml: string): string | undefined {
  let broken = false;
  const carried = xml.replace(/&(?:#x([0-9A-Fa-f]{1,6})|#([0-9]{1,7})|([a-z]+));|&/g, (_, hex, decimal, name) => {
    const codePoint = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    if (name === undefined && codePoint <= 0x10ffff) return String.fromCodePoint(codePoint);
    const character = CHARACTERS.get(name);
    broken ||= character === undefined;
    return character ?? '';
  });
  if (broken) return undefined;
  return carried.replace(/_x([0-9A-F]{4})_/g, (_, unit) => String.fromCharCode(Number.parseInt(unit, 16)));
}
