/** Which labels of the corpus speak for which code, and which leave it open. */

export interface CodeLabels {
  /** Meanings of the reader that speak for the code. */
  readonly reader: readonly string[];
  /** Labels of messages in which the code should be found. */
  readonly positive: readonly string[];
  /** Labels of messages that are evidence for neither, where no positive one is there. */
  readonly open: readonly string[];
  /** Only messages to a list count. */
  readonly list?: true;
}

const pair = (kind: string, level: 'open' | 'subtle'): CodeLabels => ({
  reader: [`${kind}-${level}`],
  positive: [`${kind}-${level}`],
  open: [`${kind}-open`, `${kind}-subtle`],
});
const sales = ['selling', 'business', 'appeal'];

export const codeLabels: Readonly<Record<string, CodeLabels>> = {
  'harassment.insult': pair('harassment', 'open'),
  'harassment.subtle': pair('harassment', 'subtle'),
  'threat.harm': pair('threat', 'open'),
  'threat.subtle': pair('threat', 'subtle'),
  'sexual.remark': pair('sexual', 'open'),
  'sexual.subtle': pair('sexual', 'subtle'),
  'solicitation.for-sale': { reader: ['selling'], positive: ['selling'], open: sales },
  'solicitation.side-business': { reader: ['business'], positive: ['business'], open: sales },
  'solicitation.outside-organisation': { reader: ['appeal'], positive: ['appeal'], open: sales },
  'political.campaign': { reader: ['political'], positive: ['political'], open: [] },
  'listserv.campaign': { reader: ['political'], positive: ['political'], open: [], list: true },
  'listserv.personal': {
    reader: ['personal', ...sales],
    positive: ['personal', ...sales],
    open: ['political'],
    list: true,
  },
  'credentials.password': { reader: ['credentials'], positive: ['credentials'], open: [] },
  'profanity.plain': { reader: ['profanity'], positive: ['profanity'], open: ['harassment-open'] },
};
