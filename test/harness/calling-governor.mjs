import { once } from 'node:events';
import process from 'node:process';
import { createDataSource, Database } from '#database';
import { PostgresRateGovernor } from '../../dist/libs/engage-outbound/src/adapters/postgres-rate-governor.js';

// A replica of the build. It reports when it is ready. On command it calls an Engage domain as often as allowed, until
// it is killed, and writes a line for each call.

const [, , url, domain, tenantId] = process.argv;
const source = await createDataSource({ url, poolSize: 2 }).initialize();
const governor = new PostgresRateGovernor(new Database(source));
process.stdout.write('ready\n');
await once(process.stdin, 'data');
for (;;) {
  const isAdmitted = await governor.admit(domain, tenantId, 'agent-facing').then(
    () => true,
    () => false,
  );
  process.stdout.write(isAdmitted ? 'admitted\n' : 'refused\n');
}
