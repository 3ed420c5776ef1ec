import { connect } from 'node:net';

// Callers who announce a body, send most of it and stop, in a separate process, so that they do not slow down the test.
// It reports the answers when all are answered or cut off. Arguments: address, number of callers, bytes announced,
// bytes sent, headers as JSON.

const [address = '', count = '0', announced = '0', sent = '0', headers = '{}'] = process.argv.slice(2);
const { hostname, port, pathname } = new URL(address);
const CHUNK = Buffer.alloc(64 * 1024, ' ');
const lines = Object.entries({ host: 'x', 'content-length': announced, ...(JSON.parse(headers) as object) });
const head = `POST ${pathname} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;
const answers = new Map<string, number>();
let open = Number(count);

function call(): void {
  const socket = connect(Number(port), hostname);
  let left = Number(sent);
  const sendOn = (): void => {
    while (left > 0 && !socket.destroyed) {
      left -= CHUNK.length;
      if (!socket.write(CHUNK)) return;
    }
  };
  socket.write(head);
  socket.on('drain', sendOn).on('error', () => undefined); // cut off by the other side
  socket.setEncoding('latin1').on('data', (answer: string) => {
    const status = answer.slice(9, 12);
    answers.set(status, (answers.get(status) ?? 0) + 1);
    socket.destroy();
  });
  socket.on('close', () => {
    open -= 1;
    if (open === 0) process.send?.(Object.fromEntries(answers));
  });
  sendOn();
}

for (let caller = 0; caller < Number(count); caller++) call();
