import { createServer } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { requireFreePorts } from './free-ports.js';

const HOST = '127.0.0.1';

it('names every taken port and its variable', async () => {
  const other = createServer().listen(0, HOST);
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  await expect(requireFreePorts({ PORT: 0, DEMO_BOT_PORT: port }, HOST)).rejects.toThrow(
    new RegExp(`DEMO_BOT_PORT: port ${port} is taken`),
  );
  other.close();
  await once(other, 'close');
  await expect(requireFreePorts({ PORT: 0, DEMO_BOT_PORT: port }, HOST)).resolves.toBeUndefined();
  await expect(requireFreePorts({ PORT: port, DEMO_BOT_PORT: port }, HOST)).rejects.toThrow(/is also/);
});
