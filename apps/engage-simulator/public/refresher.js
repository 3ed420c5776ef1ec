/** Runs one load at a time; calls during a load share the next one. */
export function refresher(load) {
  let loading = Promise.resolve();
  let next;
  return () => {
    next ??= loading.then(() => {
      next = undefined;
      loading = load();
      return loading;
    });
    return next;
  };
}
