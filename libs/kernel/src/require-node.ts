/** What is tested, and what `npm ci` puts into `node_modules/.bin`. */
const OLDEST_MAJOR = 24;

/** One line for people who start the program with an older Node than it needs; undefined when theirs will do. */
export function nodeFault(version: string): string | undefined {
  const major = Number(version.split('.')[0]);
  if (major >= OLDEST_MAJOR) return undefined;
  return `This program needs Node ${OLDEST_MAJOR} or newer, and this is Node ${version}. Start it with npm (npm run start:connector), which uses the Node in node_modules/.bin, or install Node ${OLDEST_MAJOR}.`;
}

/** Ends the process where Node is too old. Call it before other modules are loaded: they fail in ways that do not say why. */
export function requireNode(): void {
  const fault = nodeFault(process.versions.node);
  if (fault === undefined) return;
  process.stderr.write(`${fault}\n`);
  process.exit(1);
}
