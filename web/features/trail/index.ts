import type { Feature } from '@/shared/app/feature'

export default {
  name: 'trail',
  workbench: {
    routes: [
      { path: '/bench/trail', component: () => import('./pages/TrailPage.vue'), meta: { title: 'trail.page.title', permission: 'trail.read' } },
      { path: '/bench/access-log', component: () => import('./pages/AccessLogPage.vue'), meta: { title: 'trail.access.title', permission: 'access.view' } },
    ],
    menu: [
      { label: 'trail.page.title', to: '/bench/trail', group: 'system', order: 50, permission: 'trail.read' },
      { label: 'trail.access.title', to: '/bench/access-log', group: 'system', order: 60, permission: 'access.view' },
    ],
  },
} satisfies Feature
