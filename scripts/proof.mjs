import { spawn } from 'node:child_process';
import process from 'node:process';
import { parseArgs } from 'node:util';

// Long runs of the proofs that `npm test` runs briefly: `npm run fuzz -- --count 100000`, `npm run chaos -- --messages
// 100000`. The same seed sends the same requests and faults again; without a seed, each run gets its own.

const PROOFS = {
  fuzz: { file: 'test/fuzz/', options: { count: ['FUZZ_COUNT', '100000'], from: ['FUZZ_FROM', '0'] } },
  chaos: { file: 'test/chaos/', options: { messages: ['CHAOS_MESSAGES', '100000'] } },
};

const [name, ...args] = process.argv.slice(2);
const proof = PROOFS[name];
if (!proof) throw new Error(`There is no proof "${name}", only ${Object.keys(PROOFS).join(' and ')}.`);
const numbers = Object.keys(proof.options);
const options = Object.fromEntries([...numbers, 'seed'].map((option) => [option, { type: 'string' }]));
const { values } = parseArgs({ args, options });
const wrong = Object.keys(values).filter((option) => !/^\d+$/.test(values[option]));
if (wrong.length > 0)
  throw new Error(`Whole numbers are expected for ${wrong.map((option) => `--${option}`).join(', ')}.`);
const settings = numbers.map((option) => {
  const [variable, standard] = proof.options[option];
  return [variable, values[option] ?? standard];
});
const env = {
  ...process.env,
  ...Object.fromEntries(settings),
  PROOF_REPORT: 'yes',
  TEST_SEED: values.seed ?? String(Math.floor(Math.random() * 2 ** 31)),
};
spawn('vitest', ['run', proof.file], { env, stdio: 'inherit' }).on('exit', (code) => (process.exitCode = code ?? 1));
