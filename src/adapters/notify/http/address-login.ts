import { type Login, NO_LOGIN } from '../login.ts';

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
export function addressLogin({ username, password }: URL): Login {
  if (username === '' && password === '') return NO_LOGIN;
  const encoded = Buffer.from(`${decoded(username)}:${decoded(password)}`).toString('base64');
  return { headers: { authorization: `Basic ${encoded}` }, secrets: [encoded] };
}
