/** The HTML elements that matter for reading text: which make lines, which are never shown, which are quotes. */

export const blocks = new Set(
  'address article aside blockquote body br caption center dd details dialog dir div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html li main menu nav noscript ol optgroup option p pre section select summary table tbody tfoot thead title ul'.split(
    ' ',
  ),
);
export const voids = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '));
export const dropped = new Set(['style', 'script']);
export const neverShown = new Set(['title', 'template', 'datalist', 'noembed', 'noframes']);
/** Elements that end an unclosed element of their list (HTML 13.1.2.4); without this a hidden `<p>` would hide what follows. */
export const endsImplied = new Map<string, readonly string[]>([
  ['li', ['li', 'p']],
  ['dd', ['dd', 'dt', 'p']],
  ['dt', ['dd', 'dt', 'p']],
  ['td', ['td', 'th', 'p']],
  ['th', ['td', 'th', 'p']],
  ['tr', ['td', 'th', 'tr', 'p']],
  ['option', ['option']],
]);
export const endsParagraph = new Set(
  'address article aside blockquote div dl fieldset footer form h1 h2 h3 h4 h5 h6 header hr main nav ol p pre section table ul'.split(
    ' ',
  ),
);

/** Quotes of common clients: Thunderbird and Apple Mail, Gmail, Yahoo, Outlook on the web, Proton. */
export function isQuote(tag: string, attributes: ReadonlyMap<string, string>): boolean {
  if (tag === 'blockquote') return true;
  if (attributes.size === 0) return false;
  return (
    /(^|\s)(gmail_quote|gmail_attr|gmail_extra|yahoo_quoted|moz-cite-prefix|protonmail_quote|moz-forward-container)/.test(
      attributes.get('class') ?? '',
    ) ||
    /^(divRplyFwdMsg|x_divRplyFwdMsg|mail-editor-reference-message-container|isForwardContent|isReplyContent)$/.test(
      attributes.get('id') ?? '',
    )
  );
}

/** Parts of tables. Hidden cells keep their place in the row, because their text belongs to the cells beside them. */
export const cells = new Set(['td', 'th', 'tr', 'table', 'tbody', 'thead', 'tfoot', 'caption', 'col', 'colgroup']);

/** Whether a script element holds data or a template and no program. */
export function isData(attributes: ReadonlyMap<string, string>): boolean {
  return /^\s*(?:text\/(?!(?:java|ecma|live|j)script)|application\/(?:[a-z]+\+)?(?:json|xml))/i.test(
    attributes.get('type') ?? '',
  );
}
