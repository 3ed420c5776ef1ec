/*
 * Loaded by Swagger UI, which gives the focus to the last field of its dialog "Authorize" and scrolls there: a password
 * of a bot platform. Most readers need the first field, which is for the admin key.
 */
new MutationObserver((changes) => {
  const added = changes.flatMap(({ addedNodes }) => [...addedNodes]).filter((node) => node instanceof Element);
  for (const node of added) {
    const dialog = node.matches('.dialog-ux') ? node : node.querySelector('.dialog-ux');
    dialog?.querySelector('input')?.focus();
    dialog?.querySelector('.modal-ux-content')?.scrollTo(0, 0);
  }
}).observe(document.documentElement, { childList: true, subtree: true });
