/** Loads one at a time; calls that come while one runs share the next one. */
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
