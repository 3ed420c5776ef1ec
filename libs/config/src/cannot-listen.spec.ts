import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, it } from 'vitest';
import { CannotListen, listenFault } from './cannot-listen.error.js';

async function errorOfListening(port: number, host: string): Promise<unknown> {
  const server = createServer().listen(port, host);
  const [error] = (await once(server, 'error')) as unknown[];
  return error;
}

it('names a taken port and the variable that changes it', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const fault = listenFault(await errorOfListening(port, '127.0.0.1'), 'DEMO_BOT_PORT');
  other.close();
  const detail = `port ${port} is taken by another program; set DEMO_BOT_PORT to another one.`;
  expect(fault).toEqual({ variable: 'DEMO_BOT_PORT', detail });
  expect(new CannotListen('playground', [{ variable: 'DEMO_BOT_PORT', detail }]).message).toBe(
    `The playground cannot start:\n  DEMO_BOT_PORT: ${detail}`,
  );
});

it('names an address that the machine does not have', async () => {
  const fault = listenFault(await errorOfListening(0, '192.0.2.1'));
  expect(fault).toMatchObject({ variable: 'HOST', detail: expect.stringContaining('192.0.2.1') });
});

it('names the code of other failures, such as a port of the system', () => {
  const error = Object.assign(new Error('listen'), { syscall: 'listen', code: 'EACCES', port: 80 });
  expect(listenFault(error)?.detail).toBe('port 80 cannot be used (EACCES); set PORT to another one.');
});

it.each([new Error('other'), Object.assign(new Error('connect'), { syscall: 'connect', port: 80 }), 'text'])(
  'leaves other errors alone: %s',
  (error) => expect(listenFault(error)).toBeUndefined(),
);
