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

const open = (kind: string): CodeLabels => ({
  reader: [`${kind}-open`],
  positive: [`${kind}-open`],
  open: [`${kind}-subtle`],
});
/** Also where the reader sees the kind and not the level: what is openly so, the other code finds in its place. */
const subtle = (kind: string): CodeLabels => ({
  reader: [`${kind}-subtle`, `${kind}-any`],
  positive: [`${kind}-subtle`, `${kind}-open`],
  open: [],
});
const sales = ['selling', 'business', 'appeal'];

export const codeLabels: Readonly<Record<string, CodeLabels>> = {
  'harassment.insult': open('harassment'),
  'harassment.subtle': subtle('harassment'),
  'threat.harm': open('threat'),
  'threat.subtle': subtle('threat'),
  'sexual.remark': open('sexual'),
  'sexual.subtle': subtle('sexual'),
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
