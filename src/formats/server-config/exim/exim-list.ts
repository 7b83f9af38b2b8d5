const MAX_ITEMS = 256;

/**
 * Splits a list of Exim. The separator is a colon, or the character after a leading `<`; a doubled
 * separator is part of an item. Empty items are left out, and at most 256 are read.
 * @see https://www.exim.org/exim-html-current/doc/html/spec_html/ch-the_exim_runtime_configuration_file.html
 * (6.20 List construction)
 */
export function eximList(text: string): readonly string[] {
  let rest = text.trimStart();
  let separator = ':';
  const [, customSeparator] = /^<([^\w\s])/.exec(rest) ?? [];
  if (customSeparator !== undefined) {
    separator = customSeparator;
    rest = rest.slice(2);
  }
  const items: string[] = [];
  let item = '';
  const endItem = (): void => {
    if (item.trim() !== '') items.push(item.trim());
    item = '';
  };
  for (let at = 0; at < rest.length && items.length < MAX_ITEMS; at += 1) {
    const character = rest.charAt(at);
    if (character !== separator) item += character;
    else if (rest[at + 1] === separator) {
      item += separator;
      at += 1;
    } else endItem();
  }
  if (items.length < MAX_ITEMS) endItem();
  return items;
}
