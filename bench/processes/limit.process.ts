import { createHmac, timingSafeEqual } from 'node:crypto';
import { fastify } from 'fastify';
import pg from 'pg';

/**
 * The limit that the connector is compared with: the same framework and database, a signature over the raw bytes, and one
 * INSERT that commits by itself, on the ten connections that `pg` opens by default. Started with the URL of its database and the secret of the signatures.
 */
const [databaseUrl, secret = ''] = process.argv.slice(2);
const pool = new pg.Pool({ connectionString: databaseUrl });
await pool.query('CREATE TABLE received (id text PRIMARY KEY, body text NOT NULL, received_at timestamptz NOT NULL)');

const server = fastify();
server.removeAllContentTypeParsers();
server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
server.post<{ Body: Buffer }>('/', async ({ body, headers }, reply) => {
  const expected = createHmac('sha512', secret).update(body).digest();
  const given = Buffer.from(String(headers['x-smccsdk-signature']), 'hex');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return reply.code(422).send();
  const { params } = JSON.parse(body.toString()) as { params: { content_id: string } };
  await pool.query('INSERT INTO received VALUES ($1, $2, now())', [params.content_id, body.toString()]);
  return { id: params.content_id };
});
process.on('disconnect', () => process.exit());
process.send?.({ url: await server.listen({ host: '127.0.0.1', port: 0 }) });
