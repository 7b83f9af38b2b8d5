/** More than a list of ports, addresses or files has. */
const MAX_ITEMS = 256;

/**
 * The items of a list as Exim has it: between colons, or what stands behind a `<` at its front; a separator written twice is
 * one of an item's own. Items without anything in them are left out; no list is read beyond 256 items.
 * @see https://www.exim.org/exim-html-current/doc/html/spec_html/ch-the_exim_runtime_configuration_file.html (6.20 List construction)
 */
export function eximList(text: string): readonly string[] {
  let rest = text.trimStart();
  let separator = ':';
  const [, changed] = /^<([^\w\s])/.exec(rest) ?? [];
  if (changed !== undefined) {
    separator = changed;
    rest = rest.slice(2);
  }
  const items: string[] = [];
  let item = '';
  const end = (): void => {
    if (item.trim() !== '') items.push(item.trim());
    item = '';
  };
  for (let at = 0; at < rest.length && items.length < MAX_ITEMS; at += 1) {
    const character = rest.charAt(at);
    if (character !== separator) item += character;
    else if (rest[at + 1] === separator) {
      item += separator;
      at += 1;
    } else end();
  }
  if (items.length < MAX_ITEMS) end();
  return items;
}
