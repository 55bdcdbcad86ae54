/** Routes of the district's name and written policy. */
import * as contract from '../district.ts';
import type { Route } from './route.ts';

export const districtRoutes = {
  district: {
    method: 'GET',
    path: '/district',
    summary: 'Name and written policy of the district, which notices and pages quote',
    needs: 'settings.read',
    answer: contract.district,
  },
  saveDistrict: {
    method: 'PUT',
    path: '/district',
    summary: 'Changes name and written policy of the district where the configuration leaves them open',
    needs: 'settings.write',
    body: contract.saveDistrict,
    answer: contract.district,
  },
} as const satisfies Readonly<Record<string, Route>>;
