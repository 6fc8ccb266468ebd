import type { Feature } from '@/shared/app/feature'

export default {
  name: 'overview',
  workbench: {
    routes: [{ path: '/bench/overview', component: () => import('./pages/OverviewPage.vue'), meta: { title: 'overview.page.title' } }],
    menu: [{ label: 'overview.page.title', to: '/bench/overview', group: 'statistics', order: 10, permission: 'supervision.read' }],
  },
} satisfies Feature
