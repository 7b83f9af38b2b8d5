/** Splits a list at commas and white space. @see https://www.postfix.org/postconf.5.html */
export function splitList(text: string): readonly string[] {
  return text.split(/[\s,]+/).filter((item) => item !== '');
}

/** Splits a list at commas and white space, but not inside braces. */
export function splitOutsideBraces(text: string): readonly string[] {
  const items: string[] = [];
  let depth = 0;
  let item = '';
  for (const character of text) {
    if (character === '{') depth += 1;
    if (character === '}') depth -= 1;
    if (depth > 0 || !/[\s,]/.test(character)) item += character;
    else if (item !== '') {
      items.push(item);
      item = '';
    }
  }
  return item === '' ? items : [...items, item];
}
