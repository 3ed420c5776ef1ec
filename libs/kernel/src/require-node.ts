/** The version that is tested, and that `npm ci` puts into `node_modules/.bin`. */
const OLDEST_MAJOR = 24;

/**
 * One line for a person who starts the program with a Node that is too old; undefined if it is new enough.
 *
 * @param command starts the program with the right Node: `npm start`
 */
export function nodeFault(version: string, command: string): string | undefined {
  const major = Number(version.split('.')[0]);
  if (major >= OLDEST_MAJOR) return undefined;
  return `This program needs Node ${OLDEST_MAJOR} or newer, and this is Node ${version}. Start it with npm (${command}), which uses the Node in node_modules/.bin, or install Node ${OLDEST_MAJOR}.`;
}

/**
 * Ends the process if Node is too old. Call it before other modules are loaded: their errors do not show the cause.
 *
 * @param command starts the program with the right Node: `npm start`
 */
export function requireNode(command: string): void {
  const fault = nodeFault(process.versions.node, command);
  if (fault === undefined) return;
  process.stderr.write(`${fault}\n`);
  process.exit(1);
}
