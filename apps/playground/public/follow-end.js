const NEAR_THE_END_PX = 80;

/**
 * Keeps the latest message in view when something is added, pictures load, or the log shrinks because choices or a notice
 * appear below it. The page does not scroll while the reader is further up.
 *
 * @returns a function to call after each change; with `true` it goes to the end in any case
 */
export function followEnd(log) {
  // the height before the change; scroll events would come too late
  let height = 0;
  let room = 0;
  const isAtEnd = () => Math.min(height, log.scrollHeight) - log.scrollTop - room < NEAR_THE_END_PX;
  const follow = (always = false) => {
    if (always || isAtEnd()) log.scrollTop = log.scrollHeight;
    height = log.scrollHeight;
    room = log.clientHeight;
  };
  log.addEventListener('load', () => follow(), { capture: true });
  new ResizeObserver(() => follow()).observe(log);
  return follow;
}
