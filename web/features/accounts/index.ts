import type { Feature } from '@/shared/app/feature'

export default {
  name: 'accounts',
  workbench: {
    routes: [
      { path: '/bench/accounts', component: () => import('./pages/AccountsPage.vue'), meta: { title: 'accounts.page.title', permission: 'account.edit' } },
      { path: '/bench/sms', component: () => import('./pages/SmsPage.vue'), meta: { title: 'accounts.sms.title', permission: 'sms.view' } },
    ],
    menu: [
      { label: 'accounts.page.title', to: '/bench/accounts', group: 'system', order: 10, permission: 'account.edit' },
      { label: 'accounts.sms.title', to: '/bench/sms', group: 'system', order: 40, permission: 'sms.view' },
    ],
  },
} satisfies Feature
