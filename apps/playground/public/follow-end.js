const NEAR_THE_END_PX = 80;

/**
 * Keeps the latest message in view when something is added, pictures load, or the log shrinks because choices or a notice
 * appear below it. Whoever reads further up is left alone.
 *
 * @returns a function to call after each change; with `true` it goes to the end in any case
 */
export function followEnd(log) {
  let isAtEnd = true;
  const follow = (always = false) => {
    isAtEnd ||= always;
    if (isAtEnd) log.scrollTop = log.scrollHeight;
  };
  log.addEventListener('scroll', () => {
    isAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_THE_END_PX;
  });
  log.addEventListener('load', () => follow(), { capture: true });
  new ResizeObserver(() => follow()).observe(log);
  return follow;
}
