/** What the findings of this detector are called: notices, console, evaluation. */
import type { DetectorWords } from '../finding-words.ts';

export default {
  id: 'solicitation',
  title: 'Soliciting',
  codes: {
    'solicitation.for-sale': {
      counts: 'times',
      seriousness: 'use',
      labels: ['solicitation'],
      notice: {
        en: {
          one: 'an offer to sell or buy something privately',
          other: '{count} offers to sell or buy something privately',
        },
        es: {
          one: 'una oferta particular de compra o venta',
          other: '{count} ofertas particulares de compra o venta',
        },
      },
      title: 'An offer to sell or buy privately',
      headline: { one: 'a private sale', other: '{count} private sales' },
    },
    'solicitation.side-business': {
      counts: 'times',
      seriousness: 'use',
      labels: ['solicitation'],
      notice: {
        en: { one: 'an ad for a private business', other: '{count} ads for a private business' },
        es: { one: 'un anuncio de un negocio particular', other: '{count} anuncios de un negocio particular' },
      },
      title: 'An ad for a private business',
      headline: { one: 'an ad for a private business', other: '{count} ads for a private business' },
    },
    'solicitation.outside-organisation': {
      counts: 'times',
      seriousness: 'use',
      labels: ['solicitation'],
      notice: {
        en: {
          one: 'an appeal for an outside organization or cause',
          other: '{count} appeals for an outside organization or cause',
        },
        es: {
          one: 'una petición a favor de una organización o causa externa',
          other: '{count} peticiones a favor de una organización o causa externa',
        },
      },
      title: 'An appeal for an outside organization',
      headline: {
        one: 'an appeal for an outside organization',
        other: '{count} appeals for an outside organization',
      },
    },
  },
} satisfies DetectorWords;
