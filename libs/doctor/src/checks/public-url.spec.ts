import { describe, expect, it } from 'vitest';
import { publicUrlFinding } from './public-url.js';

describe('the check of the public URL', () => {
  it.each([
    ['https://handover.example.com', 'https://acme.api.engagement.dimelo.com', 'pass'],
    ['http://handover.example.com', 'https://acme.api.engagement.dimelo.com', 'fail'],
    ['https://10.0.0.7', 'https://acme.api.engagement.dimelo.com', 'fail'],
    ['https://[::1]:3000', 'https://acme.api.engagement.dimelo.com', 'fail'],
    ['http://localhost:3000', 'http://127.0.0.1:4000', 'warn'],
    ['http://localhost:3000', undefined, 'fail'],
  ])('says of %s, called by %s: %s', (publicUrl, engageUrl, status) => {
    expect(publicUrlFinding(publicUrl, engageUrl).status).toBe(status);
  });
});
