import './require-node.js';
import { CannotListen, CannotStart, listenFault } from '#config';
import { createSimulator, type Simulator } from './create-simulator.js';
import { readEnvironment } from './simulator.environment.js';

const simulator = await start();
const { url, seed, realtimeEndpointUrl } = simulator;

process.stdout.write(
  [
    'Simulated RingCentral Engage Digital (RingCX Digital) domain',
    `  agent desk         ${url}/`,
    `  customer's phone   ${url}/phone`,
    `  REST               ${url}/1.0   access token ${seed.restAccessToken}`,
    `  Send API           ${realtimeEndpointUrl}`,
    `  source token       ${seed.sourceAccessToken}`,
    `  Bot category       ${seed.botCategoryId}`,
    `  Agent category     ${seed.agentCategoryId}`,
    `  control routes     ${url}/_sim/seed and others, see apps/engage-simulator/README.md`,
    '',
  ].join('\n'),
);

const stop = (): void => {
  void simulator.close().then(() => process.exit(0));
};
process.once('SIGINT', stop);
process.once('SIGTERM', stop);

async function start(): Promise<Simulator> {
  try {
    return await createSimulator(readEnvironment());
  } catch (error) {
    const fault = listenFault(error);
    const reason = fault ? new CannotListen('simulator', [fault]) : error;
    if (!(reason instanceof CannotStart)) throw reason;
    process.stderr.write(`${reason.message}\n`);
    process.exit(reason.exitCode);
  }
}
