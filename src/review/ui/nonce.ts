/** The nonce of the page's style policy. The server writes it into the page; style elements made here carry it. */

declare global {
  /** Read by the library that locks scrolling under a dialog. */
  var __webpack_nonce__: string | undefined;
}

export const styleNonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';
globalThis.__webpack_nonce__ = styleNonce;
