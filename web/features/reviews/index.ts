import type { Feature } from '@/shared/app/feature'

export default {
  name: 'reviews',
  workbench: {
    routes: [
      { path: '/bench/reviews', component: () => import('./pages/FollowUpPage.vue'), meta: { title: 'reviews.title', permission: 'reviews.handle' } },
      { path: '/bench/negative-reports', component: () => import('./pages/NegativeReportPage.vue'), meta: { title: 'reviews.negative.title', permission: 'negative_reports.read' } },
    ],
    menu: [
      { label: 'reviews.title', to: '/bench/reviews', group: 'supervision', order: 30, permission: 'reviews.handle' },
      { label: 'reviews.negative.title', to: '/bench/negative-reports', group: 'supervision', order: 40, permission: 'negative_reports.read' },
    ],
  },
} satisfies Feature
