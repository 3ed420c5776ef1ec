import { VARIABLES } from './app-config.js';

/** The text of `.env.example`: every variable with its meaning and default, commented out. */
export function renderEnvExample(): string {
  const blocks = Object.entries(VARIABLES).map(([name, variable]) => {
    const example = 'example' in variable ? variable.example : variable.fallback;
    return `# ${variable.meaning}\n# Default: ${variable.fallback}.\n#${name}=${example}\n`;
  });
  return blocks.join('\n');
}
