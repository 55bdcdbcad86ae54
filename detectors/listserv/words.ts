/** What the findings of this detector are called: notices, console, evaluation. */
import type { DetectorWords } from '../finding-words.ts';

export default {
  id: 'listserv',
  title: 'Mailing lists',
  codes: {
    'listserv.campaign': {
      counts: 'times',
      seriousness: 'use',
      labels: ['listserv_misuse', 'political'],
      notice: {
        en: {
          one: 'campaign material to a mailing list',
          other: 'campaign material to a mailing list ({count} times)',
        },
        es: {
          one: 'propaganda electoral enviada a una lista de correo',
          other: 'propaganda electoral enviada a una lista de correo ({count} veces)',
        },
      },
      title: 'Campaign material to a mailing list',
      headline: { one: 'campaign material', other: 'campaign material' },
    },
    'listserv.personal': {
      counts: 'times',
      seriousness: 'use',
      labels: ['listserv_misuse'],
      notice: {
        en: { one: 'personal mail to a mailing list', other: 'personal mail to a mailing list ({count} times)' },
        es: {
          one: 'correo personal enviado a una lista de correo',
          other: 'correo personal enviado a una lista de correo ({count} veces)',
        },
      },
      title: 'Personal mail to a mailing list',
      headline: { one: 'personal mail', other: 'personal mail' },
    },
    'listserv.unapproved-sender': {
      counts: 'times',
      seriousness: 'use',
      labels: ['listserv_misuse'],
      notice: {
        en: 'masked',
        es: {
          one: 'una lista en la que solo pueden escribir remitentes autorizados',
          other: '{count} listas en las que solo pueden escribir remitentes autorizados',
        },
      },
      title: 'A sender who is not approved for the list',
      headline: {
        one: 'mail from a sender who is not approved for the list',
        other: 'mail from a sender who is not approved for {count} lists',
      },
    },
    'listserv.outside-crowd': {
      counts: 'times',
      seriousness: 'use',
      labels: ['listserv_misuse'],
      notice: {
        en: 'masked',
        es: {
          one: 'muchas direcciones externas que todos los destinatarios pueden ver',
          other: 'muchas direcciones externas que todos los destinatarios pueden ver',
        },
      },
      title: 'Mail to many people outside the district',
      headline: { one: 'many addresses visible to each other', other: 'many addresses visible to each other' },
    },
  },
  reasons: {
    'listserv/approved-senders': 'The sender is not approved for this list.',
    'listserv/outside-crowd': 'The message goes to many people outside the district.',
  },
} satisfies DetectorWords;
