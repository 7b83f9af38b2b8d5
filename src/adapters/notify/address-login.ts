import type { Login } from './bearer-token.ts';

type Granted = Exclude<Login, { readonly outcome: unknown }>;

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/**
 * `Authorization: Basic` of the user that an address names, and the password behind it; nothing where it names none. Node's own
 * does not reach those behind a proxy.
 * @see RFC 3986 section 3.2.1
 */
export function addressLogin({ username, password }: URL): Granted {
  if (username === '' && password === '') return { headers: {}, secrets: [] };
  const encoded = Buffer.from(`${decoded(username)}:${decoded(password)}`).toString('base64');
  return { headers: { authorization: `Basic ${encoded}` }, secrets: [encoded] };
}
