import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { failureText } from '../../../src/domain/failure/failure-text.ts';
import { parseWebhookSecrets } from '../../../src/formats/alert-body/parse-webhook-secrets.ts';
import { signWebhook } from '../../../src/formats/alert-body/sign-webhook.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

function keysOf(text: string): readonly Buffer[] {
  const parsed = parseWebhookSecrets(Buffer.from(text));
  if (parsed.kind === 'invalid') throw new Error(failureText(parsed.failure, 'en'));
  return parsed.keys;
}

const now = (): number => Math.floor(Date.now() / 1000);

test('the signature is the one that Standard Webhooks publishes for its example', () => {
  const message = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', timestamp: 1_614_265_330, body: '{"test": 2432232314}' };
  expect(signWebhook(message, keysOf(SECRET))).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
});

test("the specification's own library verifies any signed text, and refuses a changed one", () => {
  const word = fc.string({ unit: 'grapheme', maxLength: 200 });
  const key = fc.uint8Array({ minLength: 24, maxLength: 64 });
  fc.assert(
    fc.property(fc.uuid(), word, key, key, (id, text, first, second) => {
      const body = JSON.stringify({ text });
      const timestamp = now();
      const keys = [first, second].map((bytes) => `whsec_${Buffer.from(bytes).toString('base64')}`);
      const signature = signWebhook({ id, timestamp, body }, keysOf(keys.join('\n')));
      const headers = { 'webhook-id': id, 'webhook-timestamp': String(timestamp), 'webhook-signature': signature };
      for (const secret of keys) {
        const verifier = new Webhook(secret);
        expect(verifier.verify(body, headers)).toEqual({ text });
        expect(() => verifier.verify(`${body} `, headers)).toThrow('No matching signature');
        expect(() => verifier.verify(body, { ...headers, 'webhook-id': `${id}x` })).toThrow('No matching signature');
        const later = { ...headers, 'webhook-timestamp': String(timestamp + 1) };
        expect(() => verifier.verify(body, later)).toThrow('No matching signature');
      }
    }),
  );
});
