import './require-node.js';
import { createSimulator } from './create-simulator.js';
import { readEnvironment } from './simulator.environment.js';

const simulator = await createSimulator(readEnvironment());
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
