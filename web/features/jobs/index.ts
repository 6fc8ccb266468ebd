import type { Feature } from '@/shared/app/feature'

export default {
  name: 'jobs',
  workbench: {
    routes: [{ path: '/bench/jobs', component: () => import('./pages/JobsPage.vue'), meta: { title: 'jobs.title' } }],
    menu: [{ label: 'jobs.title', to: '/bench/jobs', group: 'system', order: 90 }],
  },
} satisfies Feature
