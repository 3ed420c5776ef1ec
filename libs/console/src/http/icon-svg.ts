/** Two arrows: there and back. */
export const ICON_SVG =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#1f4f8f"/>' +
  '<path d="M6 12h15m-5-5 5 5-5 5M26 20H11m5 5-5-5 5-5" fill="none" stroke="#fff" stroke-width="2.5" stroke-linecap="round" stroke-linejoin="round"/></svg>';
